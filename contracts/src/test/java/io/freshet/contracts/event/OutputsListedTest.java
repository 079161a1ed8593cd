package io.freshet.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The end of an attempt is one event while that is small, and otherwise several small ones that say the same. */
class OutputsListedTest {
    private static final int SMALL = 800 * 1024;

    @Test
    void a_few_outputs_are_named_by_the_end() {
        AttemptFinished end = end(EventParts.MAX_ENTRIES, 10);

        assertEquals(List.of(end), OutputsListed.reportsOf(end));
    }

    @Test
    void more_outputs_are_listed_before_it() {
        AttemptFinished end = end(EventParts.MAX_ENTRIES + 1, 10);

        List<AttemptReport> reports = OutputsListed.reportsOf(end);

        assertEquals(3, reports.size());
        Outcome.Succeeded last = (Outcome.Succeeded) ((AttemptFinished) reports.getLast()).outcome();
        assertEquals(2, last.outputParts());
        assertEquals(List.of(), last.outputs());
    }

    @Test
    void the_parts_say_what_the_end_said_and_are_small_whatever_the_partitions_are_called() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            AttemptFinished end = end(random.nextInt(4_000), 1 + random.nextInt(round % 2 == 0 ? 50 : 1_900));

            List<AttemptReport> reports = OutputsListed.reportsOf(end);

            List<OutputPartition> outputs = new ArrayList<>();
            for (AttemptReport report : reports) {
                assertTrue(EventJson.mapper().writeValueAsBytes(report).length < SMALL);
                switch (report) {
                    case OutputsListed listed -> {
                        assertTrue(listed.part() == reports.indexOf(listed));
                        outputs.addAll(listed.outputs());
                    }
                    case AttemptFinished finished -> outputs.addAll(((Outcome.Succeeded) finished.outcome()).outputs());
                }
            }
            assertEquals(((Outcome.Succeeded) end.outcome()).outputs(), outputs);
        }
    }

    @Test
    void a_failure_is_one_event() {
        AttemptFinished end = end(0, 1).with(new Outcome.Failed(FailureKind.EXIT, "it failed", 1));

        assertEquals(List.of(end), OutputsListed.reportsOf(end));
    }

    private static AttemptFinished end(int outputs, int characters) {
        List<OutputPartition> made = IntStream.range(0, outputs)
                .mapToObj(number -> new OutputPartition(
                        new DatasetRef("prod", "parts"),
                        PartitionKey.of("part", "x".repeat(characters) + number),
                        new PartitionVersion(Sha256.of("content"), 1, 1)))
                .toList();
        return new AttemptFinished(
                new InstanceRef("prod", "claims", "split", PartitionKey.NONE),
                "split-1",
                1,
                "run",
                Sha256.of("action"),
                new Outcome.Succeeded(made, Map.of(), null),
                Usage.UNKNOWN,
                null,
                null,
                Instant.EPOCH);
    }
}
