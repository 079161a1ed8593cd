package io.freshet.audit.kafka;

import io.freshet.audit.domain.LogPartition;
import io.freshet.audit.jdbc.Journal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where to read on. A database that is away for a while ends no reader. */
final class StartingPoints {
    private static final Logger LOG = LoggerFactory.getLogger(StartingPoints.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Journal journal;

    StartingPoints(Journal journal) {
        this.journal = journal;
    }

    /**
     * The offsets in the database.
     *
     * @param known where this reader itself is. Good enough while the database is away: if an offset turns out to be elsewhere, the
     *     batch is refused and this is asked again
     */
    Map<LogPartition, Long> of(Collection<LogPartition> partitions, Map<LogPartition, Long> known) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return journal.offsets(partitions);
            } catch (SQLException e) {
                if (known.keySet().containsAll(partitions)) {
                    Map<LogPartition, Long> own = new HashMap<>(known);
                    own.keySet().retainAll(partitions);
                    return own;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("where to read on is not known: the database does not answer", e);
                }
                LOG.atWarn().setCause(e).log("The database does not answer; asking again");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the database", e);
        }
    }
}
