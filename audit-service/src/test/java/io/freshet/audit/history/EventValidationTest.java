package io.freshet.audit.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventValidationTest {
    private static final Instant START = Instant.parse("2026-01-10T08:00:00Z");

    @Test
    void objects_to_nothing_that_is_plausible() {
        for (LogRecord record : PlausibleHistory.random(START, 3, 20).records()) {
            assertEquals(Optional.empty(), EventValidation.objection(record.at(1)));
        }
    }

    @Test
    void objects_to_keys_that_no_index_holds() {
        PlausibleHistory history = new PlausibleHistory(START);
        PartitionKey key = PartitionKey.of("source", "ü".repeat(400));
        history.arrived(key, "x");
        history.decide(PlausibleHistory.clean(key), InstanceState.READY, Reason.NEW, "", null, null, List.of());

        for (LogRecord record : history.records()) {
            assertTrue(EventValidation.objection(record.at(1)).orElseThrow().contains("more than 2000"));
        }
    }

    @Test
    void objects_to_long_ids() {
        PlausibleHistory history = new PlausibleHistory(START);
        var instance = PlausibleHistory.aggregate("2026-01-01");
        String id = "i".repeat(201);
        history.decide(instance, InstanceState.READY, Reason.NEW, "", id, null, List.of());
        history.decide(instance, InstanceState.READY, Reason.NEW, "", null, id, List.of());
        history.log(instance, id, "run", 0, "", true);
        history.tell(Topics.TASK_READY, "prod", history.ready(instance, "run", Reason.NEW, List.of(), id));
        AttemptSpec.Input input = new AttemptSpec.Input(id, PlausibleHistory.EXTRACTS, "path", true, List.of());
        history.tell(Topics.TASK_READY, "prod", history.ready(instance, "run", Reason.NEW, List.of(input), "attempt"));

        for (LogRecord record : history.records()) {
            assertTrue(EventValidation.objection(record.at(1)).isPresent(), record::toString);
        }
        assertTrue(EventValidation.objection(new LogEntry(
                        Topics.TASK_EVENTS,
                        0,
                        1,
                        "",
                        id,
                        history.records().getFirst().event()))
                .isPresent());
    }

    @Test
    void objects_to_times_that_are_not_of_this_age() {
        for (Instant time : List.of(Instant.MIN, Instant.EPOCH.minusSeconds(60), Instant.MAX.minusSeconds(60))) {
            PlausibleHistory history = new PlausibleHistory(time);
            history.decide(
                    PlausibleHistory.aggregate("2026-01-01"),
                    InstanceState.READY,
                    Reason.NEW,
                    "",
                    null,
                    null,
                    List.of());

            assertTrue(EventValidation.objection(history.records().getFirst().at(1))
                    .orElseThrow()
                    .contains("time"));
        }
    }
}
