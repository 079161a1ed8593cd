package io.freshet.endtoend;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Every decision and every start that a system has told of, those of a workflow in their order. For one thread. */
final class History implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TopicReader<String, TaskEvent> reader;

    History(String bootstrapServers) {
        this.reader = new TopicReader<>(
                bootstrapServers,
                new StringDeserializer(),
                new EventDeserializer<>(TaskEvent.class),
                Topics.TASK_EVENTS);
    }

    /** All of what is on the log now. */
    List<TaskEvent> soFar() {
        return events(reader.toEnd(LIMIT));
    }

    /** What was read already, and what comes within a moment: to be asked again and again until something has come. */
    List<TaskEvent> andAMoment() {
        AtomicBoolean waited = new AtomicBoolean();
        return events(reader.until(LIMIT, any -> waited.getAndSet(true)));
    }

    private static List<TaskEvent> events(List<ConsumerRecord<String, TaskEvent>> records) {
        return records.stream()
                .flatMap(record -> record.value().parts().stream())
                .map(TaskEvent.class::cast)
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
