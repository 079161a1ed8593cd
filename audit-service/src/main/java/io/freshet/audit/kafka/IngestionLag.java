package io.freshet.audit.kafka;

import io.freshet.audit.history.LogPartition;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.contracts.api.IngestStats;
import io.freshet.contracts.api.IngestStats.TopicProgress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How far the log was read, compared with where it ends. Thread-safe. */
public final class IngestionLag {
    private static final int SHOWN_GAPS = 100;

    private final EndOffsets ends;
    private final HistoryWriter journal;

    public IngestionLag(EndOffsets ends, HistoryWriter journal) {
        this.ends = ends;
        this.journal = journal;
    }

    /** Where the topics with what happened and was decided end now. */
    public Map<LogPartition, Long> endsOfState() {
        return ends.ofState();
    }

    /** How many records before these ends were not read yet. */
    public long lag(Map<LogPartition, Long> until) {
        Map<LogPartition, Long> read = journal.allOffsets();
        return until.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private List<IngestStats.Gap> gaps() {
        return journal.gaps(SHOWN_GAPS).stream()
                .map(gap -> new IngestStats.Gap(
                        gap.partition().topic(),
                        gap.partition().partition(),
                        gap.from(),
                        gap.to(),
                        gap.reason(),
                        gap.foundAt()))
                .toList();
    }

    /**
     * @param ingested events since the service was started
     */
    public IngestStats stats(long ingested) {
        Map<LogPartition, Long> read = journal.allOffsets();
        Map<String, TopicProgress> topics = new TreeMap<>();
        ends.ofAll()
                .forEach((partition, end) -> topics.merge(
                        partition.topic(),
                        new TopicProgress(partition.topic(), Math.min(end, read.getOrDefault(partition, 0L)), end),
                        (one, other) ->
                                new TopicProgress(one.topic(), one.read() + other.read(), one.end() + other.end())));
        long lag = topics.values().stream().mapToLong(TopicProgress::lag).sum();
        return new IngestStats(ingested, lag, List.copyOf(topics.values()), gaps());
    }
}
