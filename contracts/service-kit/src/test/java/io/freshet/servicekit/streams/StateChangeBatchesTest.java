package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.TaskEvent.StatesChanged;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

class StateChangeBatchesTest {
    private static final EventSerializer SERIALIZER = new EventSerializer("test");
    private static final TaskId TASK = new TaskId(0, 0);

    private final StateChangeBatches batches = new StateChangeBatches();

    @Test
    void writes_the_changes_of_a_workflow_as_one_record_in_their_order() {
        add(change("a", 1));
        add(change("b", 2));
        add(change("a", 3));

        List<ProducerRecord<byte[], byte[]>> records = take();

        assertEquals(
                List.of(
                        StatesChanged.of(change("a", 1).workflow(), List.of(change("a", 1), change("a", 3)), at(3)),
                        change("b", 2)),
                records.stream().map(StateChangeBatchesTest::event).toList());
        assertEquals("prod/a", new String(records.getFirst().key(), StandardCharsets.UTF_8));
        assertEquals(List.of(), take(), "they are written once");
    }

    @Test
    void hands_out_what_there_is_no_room_beside() {
        List<TaskEvent> written = new ArrayList<>();
        int changes = 2 * StatesChanged.MOST + 1;
        for (int i = 0; i < changes; i++) {
            add(change("a", i)).ifPresent(full -> written.add(event(full.headers(), full.value())));
        }
        take().forEach(record -> written.add(event(record)));

        assertEquals(3, written.size());
        assertEquals(
                IntStream.range(0, changes).mapToObj(i -> change("a", i)).toList(),
                written.stream().flatMap(event -> event.parts().stream()).toList());
    }

    @Test
    void hands_out_what_has_as_many_bytes_as_it_may() {
        int bytes = StatesChanged.MAX_BYTES / 2;
        assertFalse(batches.add(TASK, SERIALIZER, change("a", 1), bytes, 0).isPresent());

        assertEquals(
                Optional.of(change("a", 1)),
                batches.add(TASK, SERIALIZER, change("a", 2), bytes, 0)
                        .map(full -> event(full.headers(), full.value())));
    }

    @Test
    void keeps_what_was_not_handed_over_when_a_commit_is_tried_again() {
        add(change("a", 1));
        add(change("b", 2));

        assertEquals(change("a", 1), event(batches.next().orElseThrow()));
        assertEquals(change("a", 1), event(batches.next().orElseThrow()));
        batches.sent();

        assertEquals(
                List.of(change("b", 2)),
                take().stream().map(StateChangeBatchesTest::event).toList());
    }

    @Test
    void drops_what_a_closed_task_decided_and_what_was_aborted() {
        add(change("a", 1));
        batches.forget(TASK);
        assertEquals(List.of(), take());

        add(change("a", 1));
        batches.clear();
        assertEquals(List.of(), take());
    }

    @Test
    void is_not_used_where_nothing_would_write_it() {
        MockProcessorContext<String, byte[]> context = new MockProcessorContext<>();

        assertFalse(StateChangeBatches.of(context, SERIALIZER, "out").isPresent());
    }

    private Optional<Record<String, byte[]>> add(StateChanged change) {
        return batches.add(TASK, SERIALIZER, change, EventSerializer.bytes(change), 0);
    }

    private List<ProducerRecord<byte[], byte[]>> take() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        Optional<ProducerRecord<byte[], byte[]>> next = batches.next();
        while (next.isPresent()) {
            records.add(next.get());
            batches.sent();
            next = batches.next();
        }
        return records;
    }

    private static TaskEvent event(ProducerRecord<byte[], byte[]> record) {
        return event(record.headers(), record.value());
    }

    private static TaskEvent event(Headers headers, byte[] value) {
        return new EventDeserializer<>(TaskEvent.class).deserialize(Topics.TASK_EVENTS, headers, value);
    }

    private static StateChanged change(String workflow, int number) {
        return new StateChanged(
                InstanceRef.parse("prod/%s/copy/n=%d".formatted(workflow, number)),
                InstanceState.READY,
                Reason.NEW,
                "Runs for the first time",
                "run",
                null,
                List.of(),
                List.of(),
                null,
                List.of(),
                at(number));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }
}
