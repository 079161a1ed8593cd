package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.testkit.Eventually;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** A chain of tasks is run again from any of them on, as it is deployed now or was then; a date that fails stops no other date. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class RunAgainFrom {
    private static final List<String> JANUARY =
            IntStream.rangeClosed(1, 5).mapToObj("2026-01-%02d"::formatted).toList();
    private static final String OTHER_MONTH = "2026-02-01";

    private final Scene scene = AcceptanceIT.scene("conductor", "steps");

    @Test
    @Order(1)
    void the_first_load_launches_everything_once() throws Exception {
        for (String date : JANUARY) {
            scene.drop("raw/%s.txt".formatted(date), date + "\n");
        }
        scene.drop("raw/%s.txt".formatted(OTHER_MONTH), OTHER_MONTH + "\n");

        scene.deploy(bundle("first"));

        scene.launched(Map.of("prepare", 6, "work", 6, "finish", 6));
    }

    @Test
    @Order(2)
    void a_new_definition_runs_from_the_task_that_differs() throws Exception {
        scene.deploy(bundle("second"));

        scene.launched(Map.of("work", 6, "finish", 6));
        assertEquals("2026-01-03 second", scene.content("finished/2026-01-03.txt"));
    }

    @Test
    @Order(3)
    void from_any_task_on_it_runs_again_with_the_latest_definition() throws Exception {
        scene.run("--from", "finish", "--force").endedWith(ExitCode.OK);
        scene.launched(Map.of("finish", 6));

        scene.run("--from", "work", "--force", "--where", "date=2026-01-03").endedWith(ExitCode.OK);
        scene.launched(Map.of("work", 1, "finish", 1));
        assertEquals(List.of(2, 2, 1), versionsThatRan("work"));

        scene.run("--from", "prepare", "--force", "--where", "date=2026-01").endedWith(ExitCode.OK);
        scene.launched(Map.of("prepare", 5, "work", 5, "finish", 5));
        assertEquals(List.of(2, 1), versionsThatRan("prepare"));
    }

    @Test
    @Order(4)
    void one_date_that_fails_does_not_stop_the_other_dates() throws Exception {
        Files.writeString(scene.scratch().resolve("2026-01-03"), "breaks it\n");

        JsonNode counts = scene.run("--force", "--where", "date=2026-01")
                .endedWith(ExitCode.FAILED)
                .json()
                .get("counts");

        scene.launched(Map.of("prepare", 5, "work", 4, "finish", 4));
        assertEquals(12, counts.get("executed").asInt());
        assertEquals(1, counts.get("failed").asInt());
        assertEquals(2, counts.get("blocked").asInt());
        assertEquals(
                Map.of("prepare", 1, "work", 1, "finish", 1), scene.count(InstanceState.FAILED, InstanceState.BLOCKED));
        assertEquals("2026-01-03 second", scene.content("finished/2026-01-03.txt"), "its last good output");
    }

    @Test
    @Order(5)
    void mended_and_run_unforced_only_that_date_is_launched() throws Exception {
        Files.delete(scene.scratch().resolve("2026-01-03"));

        scene.run().endedWith(ExitCode.OK);

        scene.launched(Map.of("prepare", 1, "work", 1, "finish", 1));
        assertEquals(Map.of(), scene.count(InstanceState.FAILED, InstanceState.BLOCKED));
    }

    @Test
    @Order(6)
    void with_the_definition_of_then_it_runs_once_that_is_deployed_again() throws Exception {
        scene.deploy(bundle("first"));
        Eventually.eventually(
                Scene.LIMIT, () -> assertEquals("2026-01-03 first", scene.content("finished/2026-01-03.txt")));
        scene.launched(Map.of());

        scene.run("--from", "work", "--force", "--where", "date=2026-01-03").endedWith(ExitCode.OK);

        scene.launched(Map.of("work", 1, "finish", 1));
        assertEquals(3, versionsThatRan("work").getFirst());
        assertEquals("2026-01-03 first", scene.content("finished/2026-01-03.txt"));
    }

    /** Of the attempts at the third of January, newest first. */
    private List<Integer> versionsThatRan(String task) throws Exception {
        InstanceRef instance = InstanceRef.parse("conductor/steps/%s/date=2026-01-03".formatted(task));
        return scene.system().audit().attempts(instance, Filter.ANY).items().stream()
                .map(AttemptInfo::workflowVersion)
                .toList();
    }

    private Map<String, String> bundle(String version) {
        return Map.of(
                "workflow.yaml", """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: steps}
                spec:
                  datasets:
                    raw:      {path: raw, layout: "{date:yyyy-MM-dd}.txt", watch: {settle: 0s}}
                    prepared: {path: prepared, layout: "{date:yyyy-MM-dd}.txt"}
                    worked:   {path: worked, layout: "{date:yyyy-MM-dd}.txt"}
                    finished: {path: finished, layout: "{date:yyyy-MM-dd}.txt"}
                  tasks:
                    prepare:
                      inputs: {raw: {}}
                      outputs: {prepared: {}}
                      run: {command: [sh, prepare.sh]}
                    work:
                      inputs: {prepared: {}}
                      outputs: {worked: {}}
                      run: {command: [sh, work.sh]}
                    finish:
                      inputs: {worked: {}}
                      outputs: {finished: {}}
                      run: {command: [sh, -c, 'cp "$FRESHET_IN_WORKED"/*.txt "$FRESHET_OUT_FINISHED"/']}
                """, "prepare.sh", """
                [ ! -e '%s'/"$FRESHET_PARTITION_DATE" ] || exit 3
                cp "$FRESHET_IN_RAW"/*.txt "$FRESHET_OUT_PREPARED"/
                """.formatted(scene.scratch()), "work.sh", """
                file=$FRESHET_PARTITION_DATE.txt
                sed 's/$/ %s/' "$FRESHET_IN_PREPARED/$file" > "$FRESHET_OUT_WORKED/$file"
                """.formatted(version));
    }
}
