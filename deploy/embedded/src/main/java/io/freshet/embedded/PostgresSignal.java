package io.freshet.embedded;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends a PostgreSQL server: first in an orderly way, then at once (it recovers on the next start), then by force. */
enum PostgresSignal {

    /** Fast shutdown: clients are disconnected, nothing needs recovery. */
    INT(20),

    /** Immediate shutdown: recovery on the next start. */
    QUIT(5),

    KILL(5);

    private final long patienceSeconds;

    PostgresSignal(long patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
    }

    /** Returns when the process has ended. */
    static void stop(ProcessHandle server) {
        for (PostgresSignal signal : values()) {
            if (signal.ends(server)) {
                return;
            }
        }
        throw new EmbeddedServerException("PostgreSQL, process " + server.pid() + ", does not end");
    }

    private boolean ends(ProcessHandle server) {
        try {
            // Process.destroy() would send TERM, which waits until the last client has gone.
            Command.Result sent = Command.run(
                    List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name(), Long.toString(server.pid())));
            if (!sent.succeeded() && !server.isAlive()) {
                return true;
            }
            server.onExit().get(patienceSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (IOException | ExecutionException e) {
            throw new EmbeddedServerException("Cannot stop PostgreSQL, process " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while stopping PostgreSQL, process " + server.pid(), e);
        }
    }
}
