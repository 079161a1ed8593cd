package io.freshet.audit.kafka;

import io.freshet.audit.history.LogPartition;
import io.freshet.servicekit.kafka.KafkaSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Asks the broker where the log ends. Thread-safe. */
public final class EndOffsets implements AutoCloseable {
    private static final int LIMIT_SECONDS = 10;

    private final Admin admin;

    public EndOffsets(KafkaSettings kafka) {
        this.admin = Admin.create(kafka.common("audit-ends"));
    }

    /**
     * The offset behind the last record, committed or not, of every partition of the topics with what happened and was decided: when it is read up
     * to there, what was committed before the question was read, too, even where the mark of the commit has not reached a partition yet.
     *
     * @throws IllegalStateException if the broker does not answer
     */
    public Map<LogPartition, Long> ofState() {
        return of(IsolationLevel.READ_UNCOMMITTED, AuditTopics.STATE);
    }

    /** The offset behind the last committed record, of every partition of all topics that are read. */
    public Map<LogPartition, Long> ofAll() {
        return of(
                IsolationLevel.READ_COMMITTED,
                Stream.of(AuditTopics.STATE, AuditTopics.LISTS, AuditTopics.LOGS, AuditTopics.LETTERS)
                        .flatMap(List::stream)
                        .toList());
    }

    /**
     * Kafka's ids of topics, by name; those that are not there are left out. A topic that was made anew has another one.
     *
     * @throws IllegalStateException if the broker does not answer
     */
    Map<String, String> topicIds(Collection<String> topics) {
        try {
            Map<String, String> ids = new TreeMap<>();
            for (TopicListing topic : admin.listTopics().listings().get(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                if (topics.contains(topic.name())) {
                    ids.put(topic.name(), topic.topicId().toString());
                }
            }
            return ids;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not say which topics there are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking which topics there are", e);
        }
    }

    private Map<LogPartition, Long> of(IsolationLevel isolation, List<String> topics) {
        try {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (TopicDescription topic : admin.describeTopics(topics)
                    .allTopicNames()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .values()) {
                topic.partitions()
                        .forEach(partition -> wanted.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
            }
            Map<LogPartition, Long> ends = new TreeMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : admin.listOffsets(
                            wanted, new ListOffsetsOptions(isolation))
                    .all()
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .entrySet()) {
                ends.put(
                        new LogPartition(end.getKey().topic(), end.getKey().partition()),
                        end.getValue().offset());
            }
            return ends;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the broker does not say where the log ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking where the log ends", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
