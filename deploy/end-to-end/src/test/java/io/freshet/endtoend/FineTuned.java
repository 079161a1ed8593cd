package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.endtoend.Scene.Act;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Deletions, retries by kind of failure, conditions on what was reported, parameters of one run, and what a run says of itself. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class FineTuned {
    private final Scene scene = AcceptanceIT.scene("argo", "tuned");

    @Test
    @Order(1)
    void a_failure_is_retried_as_often_as_its_kind_wants() throws Exception {
        for (String dataset : List.of("kept", "lost")) {
            scene.drop(dataset + "/a.txt", "a of those that are %s\n".formatted(dataset));
            scene.drop(dataset + "/b.txt", "b of those that are %s\n".formatted(dataset));
        }
        scene.drop("chores/failing.txt", "3\n");
        scene.drop("chores/slow.txt", "forever\n");

        scene.deploy(Scene.bundle("tuned", "workflow.yaml", "do.sh", "count.sh", "greet.sh"));

        Act act = scene.launched(Map.of("do", 3 + 1, "keep", 1, "lose", 1));
        assertEquals(
                Map.of("failing", 3L, "slow", 1L),
                act.starts().stream()
                        .filter(start -> start.task().equals("do"))
                        .collect(Collectors.groupingBy(
                                start -> start.partition().toString().replace("name=", ""), Collectors.counting())));
        assertEquals(
                Set.of("failing RETRIES_SPENT", "slow NOT_RETRIED"),
                act.decisions().stream()
                        .filter(decision -> decision.state() == InstanceState.FAILED)
                        .map(decision -> "%s %s"
                                .formatted(
                                        decision.instance()
                                                .partition()
                                                .toString()
                                                .replace("name=", ""),
                                        decision.reason()))
                        .collect(Collectors.toSet()));
    }

    @Test
    @Order(2)
    void a_condition_on_what_the_task_before_reported_lets_only_some_through() throws Exception {
        scene.drop("lists/long.txt", "one\ntwo\nthree\n");
        scene.drop("lists/short.txt", "one\n");

        Act act = scene.launched(Map.of("count", 2, "send", 1));

        assertEquals("one\ntwo\nthree", scene.content("sent/long.txt"));
        assertFalse(Files.exists(scene.namespace().resolve("sent/short.txt")));
        assertEquals(
                List.of("argo/tuned/send/name=short"),
                act.decisions().stream()
                        .filter(decision -> decision.reason() == Reason.CONDITION)
                        .map(decision -> decision.instance().toString())
                        .toList());

        scene.drop("lists/short.txt", "one\nand two\nand three\n");
        scene.launched(Map.of("count", 1, "send", 1));
        assertEquals("one\nand two\nand three", scene.content("sent/short.txt"));
    }

    @Test
    @Order(3)
    void a_parameter_counts_for_its_run_which_tells_how_much_it_wrote_and_what_took_its_time() throws Exception {
        scene.drop("names/ann.txt", "Ann\n");
        scene.launched(Map.of("greet", 1, "post", 1));
        assertEquals("Hello, Ann!", scene.content("letters/ann.txt"));

        RunInfo run = scene.run("--from", "greet", "--param", "greeting=Good morning")
                .endedWith(ExitCode.OK)
                .as(RunInfo.class);

        scene.launched(Map.of("greet", 1, "post", 1));
        assertEquals("Good morning, Ann!", scene.content("letters/ann.txt"));
        assertEquals(2L * "Good morning, Ann!\n".length(), run.bytes());
        assertEquals(
                List.of("argo/tuned/greet/name=ann", "argo/tuned/post/name=ann"),
                run.criticalPath().stream()
                        .map(step -> step.instance().toString())
                        .toList());
        CriticalPathStep greeted = run.criticalPath().getFirst();
        CriticalPathStep posted = run.criticalPath().getLast();
        assertTrue(!greeted.finishedAt().isBefore(greeted.startedAt()), greeted::toString);
        assertTrue(!posted.startedAt().isBefore(greeted.finishedAt()), posted::toString);
    }

    @Test
    @Order(4)
    void the_next_run_without_it_goes_back_to_what_was_made_before() throws Exception {
        scene.run("--from", "greet").endedWith(ExitCode.OK);

        scene.launched(Map.of());
        assertEquals("Hello, Ann!", scene.content("letters/ann.txt"));
    }

    @Test
    @Order(5)
    void whoever_waits_for_a_run_is_told_its_figures() {
        String said = scene.say("run", "argo/tuned", "--from", "greet", "--param", "greeting=Hi", "--wait")
                .endedWith(ExitCode.OK)
                .out();

        scene.launched(Map.of("greet", 1, "post", 1));
        assertTrue(said.contains("wrote 18 B"), said);
        assertTrue(said.contains("critical path: greet/name=ann ("), said);
        assertTrue(said.contains(" -> post/name=ann ("), said);
    }

    @Test
    @Order(6)
    void a_condition_knows_the_parameters_of_the_run() throws Exception {
        scene.run("--from", "greet", "--param", "greeting=Psst").endedWith(ExitCode.OK);

        scene.launched(Map.of("greet", 1));
        assertFalse(Files.exists(letter()), "a task whose condition is false has made nothing");
    }

    @Test
    @Order(7)
    void readers_lose_what_was_deleted_unless_its_deletion_is_ignored() throws Exception {
        Files.delete(scene.namespace().resolve("kept/b.txt"));
        Files.delete(scene.namespace().resolve("lost/b.txt"));

        scene.launched(Map.of("lose", 1));
        assertEquals(List.of("a"), letters("losing/all.txt"));
        assertEquals(List.of("a", "b"), letters("keeping/all.txt"));
    }

    @Test
    @Order(8)
    void what_was_deleted_is_still_read_with_what_comes_later() throws Exception {
        scene.drop("kept/c.txt", "c of those that are kept\n");

        scene.launched(Map.of("keep", 1));
        assertEquals(List.of("a", "b", "c"), letters("keeping/all.txt"));
    }

    @Test
    @Order(9)
    void a_dry_run_says_what_would_happen_and_does_none_of_it() throws Exception {
        RunForecast forecast = scene.say(
                        "run", "argo/tuned", "--from", "greet", "--param", "greeting=Good night", "--dry-run", "--json")
                .endedWith(ExitCode.OK)
                .as(RunForecast.class);

        assertTrue(forecast.complete());
        assertEquals(
                Map.of("greet", "1 will, 0 may", "post", "0 will, 1 may"),
                forecast.tasks().stream()
                        .collect(Collectors.toMap(
                                RunForecast.TaskForecast::task,
                                task -> "%d will, %d may".formatted(task.willRun(), task.mayRun()))));
        scene.launched(Map.of());
        assertFalse(Files.exists(letter()));
        String table = scene.say("run", "argo/tuned", "--dry-run")
                .endedWith(ExitCode.OK)
                .out();
        assertTrue(table.contains("will run"), table);
    }

    private Path letter() {
        return scene.namespace().resolve("letters/ann.txt");
    }

    /** The first letter of each line. */
    private List<String> letters(String path) throws IOException {
        return scene.content(path).lines().map(line -> line.substring(0, 1)).toList();
    }
}
