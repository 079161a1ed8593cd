package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.EventSamples;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.Dimension;
import io.freshet.contracts.partition.Granularity;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.CheckSpec;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.FailureSpec;
import io.freshet.contracts.spec.InputSpec;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.RegistrySpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkflowParserTest {
    @Test
    void reads_the_complete_example_as_the_specification_that_events_carry() throws IOException {
        try (InputStream stream = EventSamples.class.getResourceAsStream("/spec/claims.json")) {
            WorkflowSpec carried = EventJson.mapper().readValue(stream, WorkflowSpec.class);

            assertEquals(carried, parsed(resource("claims.yaml")).spec());
        }
    }

    @Test
    void reads_the_complete_example() throws IOException {
        WorkflowSpec spec = parsed(resource("claims.yaml")).spec();

        assertEquals("claims", spec.name());
        assertEquals(
                List.of("extracts", "codes", "cleaned", "daily"),
                List.copyOf(spec.datasets().keySet()));
        assertEquals(
                new WatchSpec(Duration.ofSeconds(2), List.of("*.tmp"), "_SUCCESS"),
                spec.dataset("extracts").watch());
        assertEquals(
                new RegistrySpec(List.of("claim_id"), "updated_at", "incremental"),
                spec.dataset("extracts").registry());
        TaskSpec clean = spec.task("clean");
        assertEquals(new RetrySpec(3, Duration.ofSeconds(5), 2, Duration.ofMinutes(5), Map.of()), clean.retries());
        assertEquals(Duration.ofMinutes(10), clean.timeout());
        assertEquals(new RunAsSpec(null, "claims-clean", 2001, 3000, null), clean.runAs());
        assertEquals(
                List.of(new CheckSpec.RowCount(1L, null), new CheckSpec.Unique(List.of("claim_id"))),
                clean.outputs().get("cleaned").checks());
        assertEquals(
                List.of(Dimension.string("source"), Dimension.time("date", Granularity.DAY)),
                spec.taskDimensions(clean));
        TaskSpec aggregate = spec.task("aggregate");
        assertEquals(
                Map.of("source", List.of("north", "south")),
                aggregate.inputs().get("cleaned").expect());
        assertEquals(new FailureSpec(List.of("sh", "carry-forward.sh"), false, false), aggregate.onFailure());
        assertEquals(List.of(Dimension.time("date", Granularity.DAY)), spec.taskDimensions(aggregate));
        assertEquals(
                List.of(
                        new ScheduleSpec(
                                "schedule",
                                new ScheduleSpec.Times(
                                        "0 6 * * *",
                                        ZoneId.of("America/Los_Angeles"),
                                        Duration.ZERO,
                                        ScheduleSpec.Calendar.EVERY_DAY),
                                ScheduleSpec.Catchup.LATEST,
                                100,
                                new ScheduleSpec.RunTemplate(
                                        List.of(), Map.of(), false, Map.of(), PartitionOrder.NEWEST_FIRST)),
                        new EventTriggerSpec(
                                "event",
                                "org.example.extract.arrived",
                                null,
                                null,
                                new EventTriggerSpec.RunTemplate(
                                        List.of(), Map.of(), Map.of(), PartitionOrder.NEWEST_FIRST),
                                PaceSpec.AT_ONCE)),
                spec.triggers());
        assertEquals(
                List.of(new DeadlineSpec(
                        "deadline",
                        new DeadlineSpec.Partitions("daily", Map.of()),
                        new DeadlineSpec.At("30 7 * * *", ZoneId.of("America/Los_Angeles"), List.of()))),
                spec.deadlines());
        assertEquals(
                List.of(Condition.FAILED, Condition.LATE),
                spec.alerts().getFirst().on());
        assertEquals(
                new AlertSpec.Webhook("ops-webhook"), spec.alerts().getFirst().channel());
    }

    @Test
    void has_an_instance_per_value_of_what_it_is_partitioned_by() {
        WorkflowSpec spec = assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", """
                        apiVersion: freshet.io/v1
                        kind: Workflow
                        metadata: {name: split}
                        spec:
                          datasets:
                            raw: {layout: "{site}/{date:yyyy-MM-dd}.csv"}
                            parts: {layout: "{site}/{date:yyyy-MM-dd}.csv"}
                            whole: {layout: "{site}/{date:yyyy-MM-dd}.csv"}
                          tasks:
                            daily:
                              inputs: {raw: {}}
                              outputs: {parts: {}}
                              partitionBy: [date]
                              run: {command: [split]}
                            each:
                              inputs: {raw: {}}
                              outputs: {whole: {}}
                              run: {command: [copy]}
                        """))
                .spec();

        Dimension date = Dimension.time("date", Granularity.DAY);
        assertEquals(List.of(date), spec.taskDimensions(spec.task("daily")));
        assertEquals(List.of(Dimension.string("site"), date), spec.taskDimensions(spec.task("each")));
    }

    @Test
    void reads_what_is_said_of_pace_and_of_kinds_of_failures() {
        WorkflowSpec spec = assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", """
                        apiVersion: freshet.io/v1
                        kind: Workflow
                        metadata: {name: pace}
                        spec:
                          overlap: strict-sequential
                          datasets:
                            raw: {layout: "{name}.csv", deletions: ignore}
                            all: {}
                          tasks:
                            sum:
                              inputs: {raw: {debounce: 30s, throttle: 10m, batch: 100}}
                              outputs: [all]
                              retries: {max: 3, kinds: {timeout: 0, oom: 1}}
                              run: {command: ["true"]}
                        """))
                .spec();

        assertEquals(Overlap.STRICT_SEQUENTIAL, spec.overlap());
        assertEquals(DatasetSpec.Deletions.IGNORE, spec.dataset("raw").deletions());
        assertEquals(
                new PaceSpec(Duration.ofSeconds(30), Duration.ofMinutes(10), 100),
                spec.task("sum").inputs().get("raw").pace());
        RetrySpec retries = spec.task("sum").retries();
        assertEquals(
                List.of(0, 1, 3),
                List.of(retries.max(FailureKind.TIMEOUT), retries.max(FailureKind.OOM), retries.max(FailureKind.EXIT)));
    }

    @Test
    void reads_as_whom_a_task_runs_what_its_pod_has_and_how_large_its_batches_are() {
        WorkflowSpec spec = parsed("""
                        apiVersion: freshet.io/v1
                        kind: Workflow
                        metadata: {name: pods}
                        spec:
                          datasets: {raw: {}, one: {}, two: {}}
                          tasks:
                            one:
                              inputs: [raw]
                              outputs: [one]
                              runAs: {identity: etl, groups: [30000, 30001]}
                              batch: {max: 1000}
                              run:
                                command: ["true"]
                                pod: {priorityClassName: , serviceAccountToken: true, nodeSelector: {disk: ssd}}
                            two: {inputs: [raw], outputs: [two], batch: 1, run: {command: ["true"]}}
                        """).spec();

        TaskSpec one = spec.task("one");
        assertEquals(new RunAsSpec("etl", null, null, null, List.of(30_000, 30_001)), one.runAs());
        assertEquals(new BatchSpec(1_000), one.batch());
        assertEquals(
                new PodTemplate(Map.of("serviceAccountToken", true, "nodeSelector", Map.of("disk", "ssd"))),
                one.run().pod());
        assertNull(spec.task("two").batch());
        assertNull(spec.task("two").run().pod());
    }

    @Test
    void a_minimal_workflow_has_sensible_defaults() {
        WorkflowSpec spec = parsed("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: tiny}
                spec:
                  datasets: {raw: {}, tidy: }
                  tasks:
                    tidy-up:
                      inputs: [raw]
                      outputs: [tidy]
                      run: {command: [cp, -r, a, b]}
                """).spec();

        assertEquals("raw", spec.dataset("raw").path());
        assertEquals(WatchSpec.DEFAULT, spec.dataset("raw").watch());
        assertEquals("**", spec.dataset("tidy").layout().toString());
        TaskSpec task = spec.task("tidy-up");
        assertEquals(InputSpec.of("raw"), task.inputs().get("raw"));
        assertEquals(RetrySpec.NONE, task.retries());
        assertEquals("default", task.pool());
        assertEquals(new CacheSpec.On(), task.cache());
    }

    @Test
    void keeps_anchors_under_keys_of_the_file_that_are_not_read() {
        String text = """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: anchors}
                x-retries: &thrice {max: 3}
                spec:
                  datasets: {a: {}, b: {}}
                  tasks:
                    t: {inputs: [a], outputs: [b], retries: *thrice, run: {command: [sh]}}
                """;

        assertEquals(3, parsed(text).spec().task("t").retries().max());
        assertInstanceOf(
                ParseResult.Invalid.class,
                WorkflowParser.parse("workflow.yaml", text.replace("spec:\n", "spec:\n  x-retries: 1\n")));
    }

    @Test
    void names_what_is_not_available_yet_with_its_place() {
        List<SpecError> errors = UnsupportedFeatures.of(parsed("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: later}
                spec:
                  datasets: {a: {}, b: {zone: phi}}
                  tasks:
                    t: {inputs: [a], outputs: [b], run: {command: [sh]}, cache: {ttl: 1h}}
                """));

        assertEquals(
                List.of("spec.datasets.b.zone", "spec.tasks.t.cache.ttl"),
                errors.stream().map(SpecError::path).toList());
        assertTrue(errors.stream().allMatch(error -> error.code() == SpecErrorCode.NOT_AVAILABLE_YET));
        assertEquals(5, errors.getFirst().line());
    }

    @Test
    void reads_deadlines_and_alerts_with_all_their_keys() {
        WorkflowSpec spec = parsed("""
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: watched}
                spec:
                  datasets: {a: {layout: "{source}/{date:yyyy-MM-dd}/*"}, b: {}}
                  tasks:
                    t: {inputs: [a], outputs: [b], run: {command: [sh]}}
                  triggers: [{schedule: {name: nightly, cron: "0 6 * * *"}}]
                  deadlines:
                    - name: extracts
                      dataset: a
                      partition: {source: [north, south], date: "{nominal-1d:yyyy-MM-dd}"}
                      cron: "30 7 * * 1-5"
                      timezone: Europe/Berlin
                      calendar: {skip: [2026-12-25], only: business-days.txt}
                    - {name: fresh, dataset: b, age: 26h}
                    - {name: run, run: nightly, by: "07:30:15"}
                    - {name: any, run: any, by: "07:30"}
                  alerts:
                    - {name: mail, on: [stuck, failed, failed], email: {to: [ops@example.org]}, groupBy: task, repeat: 4h, stuckAfter: 2h}
                    - {name: pager, on: [late, recovered], pagerduty: {secret: pager, severity: critical}, wait: 0}
                    - {on: [dead-letter, faulted], slack: {secret: chat}, quietHours: {from: "22:00", to: "07:00", timezone: Europe/Berlin}}
                """).spec();

        DeadlineSpec extracts = spec.deadlines().getFirst();
        assertEquals(
                new DeadlineSpec.Partitions(
                        "a", Map.of("source", List.of("north", "south"), "date", List.of("{nominal-1d:yyyy-MM-dd}"))),
                extracts.subject());
        assertEquals(
                new DeadlineSpec.At(
                        "30 7 * * 1-5",
                        ZoneId.of("Europe/Berlin"),
                        List.of(LocalDate.of(2026, 12, 25)),
                        new DeadlineSpec.Days("business-days.txt", null)),
                extracts.due());
        assertEquals(
                new DeadlineSpec.Age(Duration.ofHours(26)),
                spec.deadlines().get(1).due());
        assertEquals(new DeadlineSpec.Runs("nightly"), spec.deadlines().get(2).subject());
        assertEquals(
                new DeadlineSpec.At("15 30 7 * * *", ZoneId.of("UTC"), List.of()),
                spec.deadlines().get(2).due());
        assertEquals(new DeadlineSpec.Runs(null), spec.deadlines().get(3).subject());
        AlertSpec mail = spec.alerts().getFirst();
        assertEquals(List.of(Condition.FAILED, Condition.STUCK), mail.on());
        assertEquals(new AlertSpec.Email(List.of("ops@example.org")), mail.channel());
        assertEquals(AlertSpec.Grouping.TASK, mail.groupBy());
        assertEquals(
                new AlertSpec.Times(Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofHours(2)), mail.times());
        assertEquals(
                new AlertSpec.PagerDuty("pager", AlertSpec.PagerDuty.Severity.CRITICAL),
                spec.alerts().get(1).channel());
        assertEquals(
                new AlertSpec.QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Berlin")),
                spec.alerts().get(2).quietHours());
    }

    static ParseResult.Parsed parsed(String yaml) {
        ParseResult result = WorkflowParser.parse("workflow.yaml", yaml);
        return assertInstanceOf(ParseResult.Parsed.class, result, result.toString());
    }

    static String resource(String name) throws IOException {
        try (InputStream stream = WorkflowParserTest.class.getResourceAsStream("/workflow/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
