package io.freshet.watcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.envelope.UpstreamEventSerializer;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.watcher.intake.EventLog;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class EventLogWriterTest {
    private final MockProducer<String, UpstreamEvent> producer =
            new MockProducer<>(false, null, new StringSerializer(), new UpstreamEventSerializer());
    private final EventLogWriter writer = new EventLogWriter(producer);

    @Test
    void is_done_when_the_broker_has_all_events() throws Exception {
        CompletableFuture<Void> appended = writer.append(List.of(event("t", "1"), event("t", "2")));

        producer.completeNext();
        assertFalse(appended.isDone());
        producer.completeNext();
        assertTrue(appended.isDone());
    }

    @Test
    void a_broker_that_does_not_answer_is_a_reason_to_come_again() throws Exception {
        CompletableFuture<Void> appended = writer.append(List.of(event("t", "1")));

        producer.errorNext(new TimeoutException("no answer"));

        Throwable failure =
                assertThrows(CompletionException.class, appended::join).getCause();
        assertInstanceOf(EventLog.BusyException.class, failure);
    }

    @Test
    void what_is_on_its_way_has_a_bound_and_room_is_there_again_when_it_has_arrived() throws Exception {
        UpstreamEvent large = event("t", "\"" + "x".repeat(UpstreamLimits.MAX_DATA_BYTES - 2) + "\"");
        List<UpstreamEvent> batch = Collections.nCopies(16, large);
        int taken = 0;
        try {
            for (; taken < 100; taken++) {
                var _ = writer.append(batch);
            }
        } catch (EventLog.BusyException e) {
            assertTrue(taken >= 1, e.getMessage());
        }
        assertTrue(taken < 100);
        int sent = producer.history().size();

        while (producer.completeNext()) {
            // all of them
        }
        var _ = writer.append(batch);

        assertEquals(sent + batch.size(), producer.history().size(), "nothing of what was refused was sent");
    }

    @Test
    void events_about_one_dataset_have_one_key() throws Exception {
        var _ = writer.append(
                List.of(event(ExtractEvent.TYPE, "{\"namespace\": \"prod\", \"dataset\": \"raw\"}"), event("t", "1")));

        assertEquals(
                List.of("prod/raw", "urn:lab"),
                producer.history().stream().map(record -> record.key()).toList());
    }

    private static UpstreamEvent event(String type, String data) {
        return new UpstreamEvent(
                "1", "urn:lab", type, null, null, null, null, new TreeMap<>(Map.of()), EventData.of(data));
    }
}
