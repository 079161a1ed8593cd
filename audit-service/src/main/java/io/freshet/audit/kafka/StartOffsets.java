package io.freshet.audit.kafka;

import io.freshet.audit.history.LogPartition;
import io.freshet.audit.history.LogPosition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where to read on. A database that is away for a while ends no reader. */
final class StartOffsets {
    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HistoryWriter journal;
    private final EndOffsets log;

    StartOffsets(HistoryWriter journal, EndOffsets log) {
        this.journal = journal;
        this.log = log;
    }

    /**
     * The positions in the database.
     *
     * @param known where this reader itself is. Good enough while the database is away: if an offset turns out to be elsewhere, the
     *     batch is refused and this is asked again
     */
    Map<LogPartition, LogPosition> of(Collection<LogPartition> partitions, Map<LogPartition, LogPosition> known) {
        Map<String, String> topicIds =
                log.topicIds(partitions.stream().map(LogPartition::topic).collect(Collectors.toSet()));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return journal.positions(partitions, topicIds);
            } catch (UnavailableException e) {
                if (known.keySet().containsAll(partitions)) {
                    Map<LogPartition, LogPosition> own = new HashMap<>(known);
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
