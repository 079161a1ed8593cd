package io.freshet.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

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
            // Process.destroy() would send TERM, which waits until the last client has gone. Whether the signal could
            // be sent is not asked: a process that has ended refuses it.
            Command.run(List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name(), Long.toString(server.pid())));
            return RunningProcesses.awaitEnd(server, Duration.ofSeconds(patienceSeconds));
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot stop PostgreSQL, process " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while stopping PostgreSQL, process " + server.pid(), e);
        }
    }
}
