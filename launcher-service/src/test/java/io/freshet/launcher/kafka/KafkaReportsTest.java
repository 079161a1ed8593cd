package io.freshet.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.FailureKind;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;

class KafkaReportsTest {
    private final RecordTooLargeException refusal = new RecordTooLargeException("too large");

    @Test
    void a_success_that_can_never_be_reported_is_a_failure_that_is_not_tried_again_and_says_what_to_do() {
        AttemptFinished reported =
                KafkaReports.unreportable(finished(new Outcome.Succeeded(List.of(), Map.of("a", "1"), null)), refusal);

        Outcome.Failed failed = (Outcome.Failed) reported.outcome();
        assertEquals(FailureKind.CHECK, failed.kind());
        assertTrue(failed.message().contains("write fewer partitions, or smaller results"));
        assertEquals("a-1", reported.attempt());
    }

    @Test
    void a_failure_with_a_message_without_end_keeps_its_beginning() {
        Outcome.Failed endless = new Outcome.Failed(FailureKind.EXIT, "x".repeat(20_000_000), 1);

        AttemptFinished reported = KafkaReports.unreportable(finished(endless), refusal);

        assertTrue(((Outcome.Failed) reported.outcome()).message().length() < 3_000);
    }

    private static AttemptFinished finished(Outcome outcome) {
        return new AttemptFinished(
                InstanceRef.parse("prod/claims/clean/source=a"),
                "a-1",
                1,
                "run",
                Fingerprint.parse("4".repeat(64)),
                outcome,
                Usage.UNKNOWN,
                null,
                Instant.EPOCH);
    }
}
