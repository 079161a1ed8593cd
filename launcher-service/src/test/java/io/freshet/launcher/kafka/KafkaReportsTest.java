package io.freshet.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.EventParts;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
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

    @Test
    void an_end_is_sent_when_all_parts_that_list_its_outputs_have_arrived() {
        List<AttemptReport> reports = OutputsListed.reportsOf(finished(manyOutputs()));
        Map<AttemptReport, CompletableFuture<Void>> sent = new LinkedHashMap<>();

        CompletableFuture<Void> all =
                KafkaReports.send(reports, report -> sent.computeIfAbsent(report, _ -> new CompletableFuture<>()));
        sent.get(reports.getFirst()).complete(null);

        assertEquals(reports.subList(0, 3), List.copyOf(sent.keySet()));
        reports.subList(1, 3).forEach(part -> sent.get(part).complete(null));
        assertEquals(reports, List.copyOf(sent.keySet()));
        sent.get(reports.getLast()).complete(null);
        assertTrue(all.isDone());
    }

    @Test
    void an_end_is_not_sent_without_one_of_its_parts() {
        List<AttemptReport> reports = OutputsListed.reportsOf(finished(manyOutputs()));
        List<AttemptReport> sent = new ArrayList<>();

        CompletableFuture<Void> all = KafkaReports.send(reports, report -> {
            sent.add(report);
            return CompletableFuture.failedFuture(refusal);
        });

        assertTrue(all.isCompletedExceptionally());
        assertEquals(reports.subList(0, 3), sent);
    }

    private static Outcome.Succeeded manyOutputs() {
        List<Outcome.OutputPartition> outputs = IntStream.range(0, 2 * EventParts.MAX_ENTRIES + 1)
                .mapToObj(number -> new Outcome.OutputPartition(
                        DatasetRef.parse("prod/cleaned"),
                        PartitionKey.of("part", Integer.toString(number)),
                        new PartitionVersion(Fingerprint.parse("4".repeat(64)), 1, 1)))
                .toList();
        return new Outcome.Succeeded(outputs, Map.of(), null);
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
                null,
                Instant.EPOCH);
    }
}
