package io.freshet.embedded;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a PostgreSQL server: first in an orderly way, then at once (it recovers on the next start), then by force. */
enum PostgresSignal {

    /** Fast shutdown: clients are disconnected, nothing needs recovery. */
    INT(20),

    /** Immediate shutdown: recovery on the next start. */
    QUIT(5),

    KILL(5);

    private static final long POLL_MILLISECONDS = 10;

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
            // Java's own wait takes a process that ended for alive until its parent has asked how it ended.
            long begin = System.nanoTime();
            while (RunningProcesses.contain(server)) {
                if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(patienceSeconds)) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
            }
            return true;
        } catch (IOException e) {
            throw new EmbeddedServerException("Cannot stop PostgreSQL, process " + server.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while stopping PostgreSQL, process " + server.pid(), e);
        }
    }
}
