package io.freshet.audit.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InputRangeTest {
    private static final WorkflowSpec SPEC = parsed("""
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: visits}
            spec:
              datasets:
                raw:     {path: raw, layout: "{site}/{date:yyyy-MM-dd}/*.csv"}
                codes:   {path: codes, layout: "{kind}.csv"}
                cleaned: {path: cleaned, layout: "{site}/{date:yyyy-MM-dd}/*.csv"}
                days:    {path: days, layout: "{date:yyyy-MM-dd}.csv"}
                rolling: {path: rolling, layout: "{date:yyyy-MM-dd}.csv"}
                months:  {path: months, layout: "{date:yyyy-MM}.csv"}
                whole:   {path: whole, layout: "all.csv"}
              tasks:
                clean: {inputs: {raw: {}, codes: {}}, outputs: {cleaned: {}}, run: {command: [x]}}
                day:   {inputs: {cleaned: {}}, outputs: {days: {}}, run: {command: [x]}}
                roll:
                  inputs:
                    days: {window: {date: 7}}
                    before: {dataset: rolling, offset: {date: -1}, optional: true}
                  outputs: {rolling: {}}
                  run: {command: [x]}
                month: {inputs: {days: {}}, outputs: {months: {}}, run: {command: [x]}}
                all:   {inputs: {months: {}}, outputs: {whole: {}}, run: {command: [x]}}
            """);

    @Test
    void the_same_dimensions_are_one_partition_and_one_producer() {
        InputRange feed = feed("clean/site=north/date=2026-01-05", "raw");

        assertEquals(KeyRange.of("site=north/date=2026-01-05"), feed.partitions());
        assertTrue(feed.reads(PartitionKey.of("site", "north", "date", "2026-01-05")));
        assertFalse(feed.reads(PartitionKey.of("site", "south", "date", "2026-01-05")));
    }

    @Test
    void dimensions_that_only_the_input_has_are_all_read() {
        InputRange gathered = feed("day/date=2026-01-05", "cleaned");
        InputRange broadcast = feed("clean/site=north/date=2026-01-05", "codes");

        assertEquals(new KeyRange("", "~", List.of("/date=2026-01-05/")), gathered.partitions());
        assertTrue(gathered.reads(PartitionKey.of("site", "south", "date", "2026-01-05")));
        assertFalse(gathered.reads(PartitionKey.of("site", "south", "date", "2026-01-06")));
        assertTrue(gathered.isMadeBy(instance("clean/site=south/date=2026-01-05")));
        assertFalse(gathered.isMadeBy(instance("clean/site=south/date=2026-01-06")));
        assertFalse(gathered.isMadeBy(instance("day/date=2026-01-05")));
        assertTrue(broadcast.reads(PartitionKey.of("kind", "icd")));
    }

    @Test
    void a_window_reaches_back_and_no_further() {
        InputRange feed = feed("roll/date=2026-03-03", "days");

        assertEquals(new KeyRange("date=2026-02-25", "date=2026-03-03~", List.of()), feed.partitions());
        assertEquals(feed.partitions(), feed.producers());
        assertTrue(feed.reads(PartitionKey.of("date", "2026-02-25")));
        assertTrue(feed.reads(PartitionKey.of("date", "2026-03-03")));
        assertFalse(feed.reads(PartitionKey.of("date", "2026-02-24")));
        assertFalse(feed.reads(PartitionKey.of("date", "2026-03-04")));
    }

    @Test
    void an_offset_reads_the_one_before() {
        InputRange feed = feed("roll/date=2026-03-01", "rolling");

        assertEquals(KeyRange.of("date=2026-02-28"), feed.partitions());
        assertTrue(feed.isMadeBy(instance("roll/date=2026-02-28")));
    }

    @Test
    void what_is_finer_in_time_is_gathered() {
        InputRange feed = feed("month/date=2026-02", "days");

        assertEquals(new KeyRange("date=2026-02", "date=2026-02~", List.of("/date=2026-02")), feed.partitions());
        assertTrue(feed.reads(PartitionKey.of("date", "2026-02-28")));
        assertFalse(feed.reads(PartitionKey.of("date", "2026-03-01")));
    }

    @Test
    void an_instance_without_dimensions_reads_everything_and_is_itself_one_key() {
        assertEquals(new KeyRange("", "~", List.of()), feed("all", "months").partitions());
        assertTrue(feed("all", "months").reads(PartitionKey.of("date", "2026-02")));
    }

    @Test
    void keys_of_another_layout_are_not_read_and_restrict_nothing() {
        assertFalse(feed("month/date=2026-02", "days").reads(PartitionKey.of("date", "2026-02")));
        assertEquals(
                new KeyRange("", "~", List.of()),
                feed("month/date=2026", "days").partitions());
        assertEquals(List.of(), InputRange.of(SPEC, instance("gone/date=2026-02")));
    }

    private static InputRange feed(String name, String dataset) {
        return InputRange.of(SPEC, instance(name)).stream()
                .filter(feed -> feed.dataset().dataset().equals(dataset))
                .findFirst()
                .orElseThrow();
    }

    private static InstanceRef instance(String name) {
        return InstanceRef.parse("prod/visits/" + name);
    }

    private static WorkflowSpec parsed(String yaml) {
        return assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", yaml))
                .spec();
    }
}
