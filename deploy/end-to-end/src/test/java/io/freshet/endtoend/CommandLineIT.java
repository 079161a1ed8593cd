package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.endtoend.Terminal.Said;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command line against a running system, as a person and as a script would use it. */
final class CommandLineIT extends WithRunningSystem {
    private static final String INSTANCE = "prod/visits/count/date=2026-01-05";

    private static Path bundle;

    @BeforeAll
    static void start() throws Exception {
        bundle = Files.createDirectories(directory.resolve("visits"));
        WorkflowFile.write(bundle, "visits", """
                  datasets:
                    raw:    {path: raw, layout: "{clinic}/{date:yyyy-MM-dd}.csv", watch: {settle: 0s}}
                    counts: {path: counts, layout: "{date:yyyy-MM-dd}.txt"}
                  tasks:
                    count:
                      inputs:  {raw: {}}
                      outputs: {counts: {}}
                      run: {command: [sh, count.sh], code: [count.sh]}
                """);
        Files.writeString(bundle.resolve("count.sh"), """
                set -eu
                echo "counting $FRESHET_PARTITION_DATE"
                cat "$FRESHET_IN_RAW"/*/*.csv | wc -l >"$FRESHET_OUTPUT_COUNTS"
                """);
        for (String clinic : List.of("north", "south")) {
            Path file = system.namespace("prod").resolve("raw/" + clinic + "/2026-01-05.csv");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "a visit\n");
        }
        Said deployed = freshet("deploy", bundle.toString(), "--namespace", "prod", "--wait");
        assertEquals(ExitCode.OK, deployed.code(), deployed.toString());
    }

    @Test
    void a_deployed_workflow_did_its_work_and_status_counts_it() throws IOException {
        Said status = freshet("status", "--namespace", "prod", "--json");

        assertEquals(ExitCode.OK, status.code(), status.toString());
        JsonNode task = status.json().get("tasks").get(0);
        assertEquals("prod/visits/count", task.get("task").asText());
        assertEquals(1, task.get("states").get("SUCCEEDED").asInt());
        assertTrue(freshet("status").out().contains("prod/visits/count"));
    }

    @Test
    void deploying_the_same_again_changes_nothing() throws IOException {
        Said again = freshet("deploy", bundle.toString(), "--namespace", "prod", "--json");

        assertEquals(ExitCode.OK, again.code(), again.toString());
        assertTrue(again.json().get("unchanged").asBoolean());
    }

    @Test
    void why_lineage_datasets_and_logs_tell_of_what_happened() throws IOException {
        Said why = freshet("why", INSTANCE);
        assertEquals(ExitCode.OK, why.code(), why.toString());
        assertTrue(why.out().contains("SUCCEEDED"), why.out());

        Said lineage = freshet("lineage", "prod/counts", "--partition", "date=2026-01-05");
        assertTrue(lineage.out().contains("prod/raw/clinic=north/date=2026-01-05"), lineage.toString());
        assertTrue(lineage.out().contains("from upstream"), lineage.out());

        Said partitions = freshet("datasets", "prod/counts", "--json");
        assertEquals(
                "date=2026-01-05",
                partitions.json().get("items").get(0).get("partition").asText());

        Said log = freshet("logs", "--follow", INSTANCE);
        assertEquals("counting 2026-01-05\n", log.out());
    }

    @Test
    void events_are_followed_from_where_they_were_read_to() throws IOException {
        Said run = freshet(
                "events", "follow", "--since", "1h", "--type", "io.freshet.run.finished.v1", "--count", "1", "--json");
        assertEquals(ExitCode.OK, run.code(), run.toString());
        assertEquals(
                "prod/visits",
                run.json().path("event").path("subject").asText(),
                "the first run is that of the deployment");

        Said published = freshet("events", "follow", "--since", "1h", "--dataset", "counts", "--for", "0s");
        assertTrue(
                published.out().contains("io.freshet.partition.published.v1  prod/counts/date=2026-01-05"),
                published.toString());

        Said nothing = freshet(
                "events",
                "follow",
                "--namespace",
                "nowhere",
                "--after",
                run.json().path("id").asText(),
                "--for",
                "0s");
        assertEquals("", nothing.out(), nothing.toString());
        Said wrong = freshet("events", "follow", "--after", "nonsense");
        assertTrue(wrong.err().contains("no id of an event"), wrong.toString());
    }

    @Test
    void a_forced_run_runs_again_and_can_be_waited_for() throws Exception {
        int before = Eventually.eventually(Duration.ofSeconds(30), system.witness()::total, total -> total >= 1);

        Said run = freshet("run", "prod/visits", "--force", "--wait", "--json");

        assertEquals(ExitCode.OK, run.code(), run.toString());
        assertEquals("SUCCEEDED", run.json().get("state").asText());
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertEquals(before + 1, system.witness().total()));
        Said runs = freshet("runs", "--workflow", "visits");
        assertTrue(runs.out().contains("SUCCEEDED"), runs.toString());
        String id = run.json().get("run").asText();
        Eventually.eventually(Duration.ofSeconds(30), () -> {
            Said trace = freshet("trace", id).endedWith(ExitCode.OK);
            for (String part :
                    List.of("requested", "decide", "run visits", "task count", "queue", "launch", "process")) {
                assertTrue(trace.out().contains(part), trace.toString());
            }
        });
    }

    @Test
    void directories_show_what_was_made_as_soon_as_a_wait_is_over() throws Exception {
        Path versions = Files.createDirectories(directory.resolve("versions"));
        WorkflowFile.write(versions, "versions", """
                  params: {version: {enum: [none, one, two], default: none}}
                  datasets:
                    seen: {path: seen, layout: "{k}.csv", watch: {settle: 0s}}
                    shown: {path: shown, layout: "{k}.txt"}
                  tasks:
                    show:
                      inputs:  {seen: {}}
                      outputs: {shown: {}}
                      run: {command: [sh, show.sh], code: [show.sh]}
                """);
        Files.writeString(
                versions.resolve("show.sh"),
                "echo $FRESHET_PARAM_VERSION >$FRESHET_OUT_SHOWN/$FRESHET_PARTITION_K.txt\n");
        Path seen = Files.createDirectories(system.namespace("shown").resolve("seen"));
        for (int i = 0; i < 20; i++) {
            Files.writeString(seen.resolve(i + ".csv"), "x\n");
        }
        freshet("deploy", versions.toString(), "--namespace", "shown", "--wait").endedWith(ExitCode.OK);

        for (String version : List.of("one", "two")) {
            Said run = freshet("run", "shown/versions", "--param", "version=" + version, "--wait", "--json")
                    .endedWith(ExitCode.OK);
            assertEquals(20, run.json().get("counts").get("executed").asInt(), run.toString());
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        version + "\n",
                        Files.readString(system.namespace("shown").resolve("shown/" + i + ".txt")));
            }
        }
    }

    @Test
    void a_failure_is_shown_with_its_cause_and_the_last_lines_wherever_somebody_waits_or_asks() throws Exception {
        Path failing = Files.createDirectories(directory.resolve("failing"));
        WorkflowFile.write(failing, "failing", """
                  datasets:
                    seed: {path: seed, layout: "{name}/{k}.csv", watch: {settle: 0s}}
                    made: {path: made, layout: "{name}/{k}.txt"}
                  tasks:
                    make:
                      inputs:  {seed: {}}
                      outputs: {made: {}}
                      run: {command: [sh, make.sh], code: [make.sh]}
                      retries: {max: 0}
                """);
        Files.writeString(failing.resolve("make.sh"), "for i in $(seq 1 40); do echo line $i; done; exit 7\n");
        Path file = system.namespace("trial").resolve("seed/Zürich/a.csv");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x\n");
        String instance = "trial/failing/make/name=Zürich/k=a";
        freshet("deploy", failing.toString(), "--namespace", "trial").endedWith(ExitCode.OK);
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertTrue(freshet("instances", "--state", "failed").out().contains(instance)));

        Files.writeString(failing.resolve("make.sh"), "for i in $(seq 1 40); do echo line $i; done; exit 8\n");
        Said deployed = freshet("deploy", failing.toString(), "--namespace", "trial", "--wait")
                .endedWith(ExitCode.FAILED);
        assertTrue(deployed.err().contains("| line 40"), deployed.err());
        assertTrue(deployed.err().contains(instance), deployed.err());

        Said run = freshet("run", "trial/failing", "--force", "--wait").endedWith(ExitCode.FAILED);
        assertTrue(run.err().contains("| line 40") && !run.err().contains("| line 30\n"), run.err());
        String id = run.out().substring("run ".length(), "run ".length() + 10);
        assertTrue(freshet("run", "show", id).endedWith(ExitCode.OK).out().contains("| line 40"));

        Said why = freshet("why", "trial/failing/make/k=a/name=Zürich").endedWith(ExitCode.OK);
        assertTrue(why.out().contains("| line 40"), why.out());
        assertTrue(freshet("attempts", "--failed").out().contains("MEMORY"));
        Said attempts = freshet("attempts", "--failed", "--workflow", "failing", "--json")
                .endedWith(ExitCode.OK);
        assertEquals(3, attempts.json().get("items").size(), attempts.out());
        String attempt = attempts.json().get("items").get(1).get("attempt").asText();
        assertEquals(
                "line 39\nline 40\n",
                freshet("logs", "--tail", "2", attempt.substring(0, attempt.length() - 8))
                        .endedWith(ExitCode.OK)
                        .out());
        assertTrue(freshet("status").out().contains("failed"), freshet("status").out());
        freshet("workflow", "remove", "trial/failing").endedWith(ExitCode.OK);
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertFalse(freshet("status").out().contains("trial/failing/make")));
    }

    @Test
    void what_a_removed_workflow_has_left_is_listed_and_can_be_removed() throws Exception {
        Path leaving = Files.createDirectories(directory.resolve("leaving"));
        WorkflowFile.write(leaving, "leaving", """
                  datasets:
                    seed: {path: seed, layout: "{k}.csv", watch: {settle: 0s}}
                    left: {path: left, layout: "{k}.txt"}
                  tasks:
                    copy:
                      inputs:  {seed: {}}
                      outputs: {left: {}}
                      run: {command: [sh, -c, 'cp "$FRESHET_IN_SEED"/*.csv "$FRESHET_OUT_LEFT/$FRESHET_PARTITION_K.txt"']}
                """);
        Path seed = Files.createDirectories(system.namespace("gone").resolve("seed"));
        Files.writeString(seed.resolve("a.csv"), "x\n");
        Path left = system.namespace("gone").resolve("left/a.txt");
        freshet("deploy", leaving.toString(), "--namespace", "gone", "--wait").endedWith(ExitCode.OK);
        Eventually.eventually(Duration.ofSeconds(30), () -> assertTrue(Files.exists(left)));
        assertTrue(refused("dataset", "remove", "gone/left", "--yes").contains("gone/leaving"));

        freshet("workflow", "remove", "gone/leaving").endedWith(ExitCode.OK);
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertTrue(
                        freshet("orphans", "--namespace", "gone").out().contains("gone/leaving/copy, version 1"),
                        "orphans"));
        String command = freshet("orphans", "--namespace", "gone").out();
        assertTrue(command.contains("freshet dataset remove gone/left"), command);
        assertTrue(freshet("dataset", "remove", "gone/left", "--dry-run")
                .endedWith(ExitCode.OK)
                .out()
                .contains("would remove 1 partition of gone/left, 2 B"));
        assertTrue(Files.exists(left));
        assertEquals(ExitCode.USAGE, freshet("dataset", "remove", "gone/left").code());

        freshet("dataset", "remove", "gone/left", "--yes").endedWith(ExitCode.OK);

        Eventually.eventually(Duration.ofSeconds(30), () -> assertFalse(Files.exists(left)));
        Eventually.eventually(
                Duration.ofSeconds(30),
                () -> assertFalse(
                        freshet("orphans", "--namespace", "gone").out().contains("gone/left")));
        assertTrue(freshet("dataset", "remove", "gone/left", "--yes")
                .endedWith(ExitCode.OK)
                .out()
                .contains("nothing is left of gone/left"));
        assertTrue(Files.exists(seed.resolve("a.csv")), "what somebody put there is not Freshet's to remove");
    }

    @Test
    void a_name_that_does_not_exist_is_refused_with_what_there_is() throws IOException {
        assertTrue(refused("why", "prod/visits/count").contains(INSTANCE));
        assertTrue(refused("why", "prod/visits/cuont/date=2026-01-05").contains("did you mean 'count'"));
        assertTrue(refused("why", "prod/visit/count/date=2026-01-05").contains("did you mean 'prod/visits'"));
        assertTrue(refused("datasets", "prod/count").contains("did you mean 'prod/counts'"));
        assertTrue(refused("lineage", "prod/counts").contains("date=2026-01-05"));
        assertTrue(refused("run", "show", "nosuch").contains("freshet runs"));
        assertTrue(refused("logs", "nosuch").contains("freshet attempts"));
        assertTrue(refused("attempts", "--run", "nosuch").contains("freshet runs"));
        Said nothing = freshet("run", "prod/visits", "--where", "date=2099-01-01", "--wait");
        assertEquals(ExitCode.FAILED, nothing.code(), nothing.toString());
        assertTrue(nothing.err().contains("no instance matches"), nothing.err());
        assertEquals(ExitCode.FAILED, freshet("cancel", INSTANCE).code());
    }

    private static String refused(String... words) {
        return freshet(words).endedWith(ExitCode.REFUSED).err();
    }

    @Test
    void wrong_input_gives_an_exit_code_that_scripts_can_tell_apart() throws IOException {
        Path broken = Files.createDirectories(directory.resolve("broken"));
        Files.writeString(broken.resolve("workflow.yaml"), "apiVersion: freshet.io/v2\nkind: Workflow\n");

        Said refused = freshet("validate", broken.toString());
        assertEquals(ExitCode.REFUSED, refused.code(), refused.toString());
        assertTrue(refused.err().contains("workflow.yaml:1:"), refused.err());
        assertEquals(ExitCode.REFUSED, freshet("deploy", broken.toString()).code());

        assertEquals(ExitCode.USAGE, freshet("why", "no-instance").code());
        assertEquals(ExitCode.USAGE, freshet("no-such-command").code());
        assertEquals(
                ExitCode.REFUSED,
                freshet("why", "prod/visits/count/date=1999-01-01").code());
        assertEquals(
                ExitCode.UNREACHABLE,
                Terminal.sayExactly(List.of(
                                "status", "--data", directory.resolve("nowhere").toString()))
                        .code());
        assertEquals(
                ExitCode.UNREACHABLE,
                Terminal.sayExactly(List.of("status", "--audit", "http://127.0.0.1:1"))
                        .code());
    }

    private static Said freshet(String... arguments) {
        return new Terminal(directory.resolve("data")).say(arguments);
    }
}
