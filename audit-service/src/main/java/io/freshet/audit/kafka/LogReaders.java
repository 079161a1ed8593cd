package io.freshet.audit.kafka;

import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TurnLoop;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Everything that reads the log: a thread each for state, lists, output and dead letters. */
public final class LogReaders implements AutoCloseable {
    /** A record of a list makes up to a thousand rows. */
    private static final int MOST_LISTS = 32;

    private final EventLoop state;
    private final EventLoop lists;
    private final EventLoop logs;
    private final TurnLoop letters;

    private LogReaders(EventLoop state, EventLoop lists, EventLoop logs, TurnLoop letters) {
        this.state = state;
        this.lists = lists;
        this.logs = logs;
        this.letters = letters;
    }

    /**
     * Starts reading.
     *
     * @param group the consumer group, the first part of three
     * @param instance unique among the readers of the group, and the same after a restart; of two with one name the newer stops the older
     * @param mostRecords how many records one transaction takes at the most
     */
    public static LogReaders start(
            KafkaSettings kafka,
            String group,
            String instance,
            int mostRecords,
            HistoryWriter journal,
            EndOffsets log,
            IngestionMetrics metrics) {
        EventLoop state = new EventLoop(
                "audit-state",
                kafka,
                config(kafka, group, "state", instance, mostRecords),
                AuditTopics.STATE,
                new Ingestion(journal, log, metrics));
        EventLoop lists = new EventLoop(
                "audit-lists",
                kafka,
                config(kafka, group, "lists", instance, Math.min(mostRecords, MOST_LISTS)),
                AuditTopics.LISTS,
                new Ingestion(journal, log, metrics));
        EventLoop logs = new EventLoop(
                "audit-logs",
                kafka,
                config(kafka, group, "logs", instance, mostRecords),
                AuditTopics.LOGS,
                new Ingestion(journal, log, metrics));
        TurnLoop letters = DeadLetterIngestion.loop(
                journal,
                log,
                metrics,
                config(kafka, group, "dead-letters", instance, mostRecords),
                AuditTopics.LETTERS);
        return new LogReaders(state.start(), lists.start(), logs.start(), letters.start());
    }

    /** False if only a restart helps: one of them has ended or is stuck. */
    public boolean areAlive() {
        return state.isAlive() && lists.isAlive() && logs.isAlive() && letters.isAlive();
    }

    /** What keeps them from reading, for people. */
    public List<String> problems() {
        return Stream.of(state.problem(), lists.problem(), logs.problem(), letters.problem())
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        state.close();
        lists.close();
        logs.close();
        letters.close();
    }

    private static Map<String, Object> config(
            KafkaSettings kafka, String group, String part, String instance, int mostRecords) {
        String name = group + "-" + part;
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        config.putAll(kafka.consumer(name + "-" + instance, name));
        // Where to read on is in the database; nothing is passed over without being noted.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return config;
    }
}
