package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.RunStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.endtoend.Scene.Act;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Changes come faster than they are to be taken up: launches keep their pace, and nothing is lost. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class PacedChanges {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration THROTTLE = Duration.ofSeconds(2);
    private static final int REWRITES = 50;
    private static final List<String> MANY =
            IntStream.range(0, 250).mapToObj("file-%03d.txt"::formatted).toList();
    private static final List<String> TICKS = List.of("a", "b", "c");
    private static final int PARTS = 6;
    private static final int TOGETHER = 2;

    private final Scene scene = AcceptanceIT.scene("inngest", "paced");

    /** What the first test plays and the others look at. */
    private Act act = new Act(List.of());

    @Test
    @Order(1)
    void changes_that_come_at_once_are_taken_up_at_the_pace_that_each_input_wants() throws Exception {
        scene.drop("notes/note.txt", "version 0\n");
        deploy();
        Eventually.eventually(
                LIMIT,
                () -> assertEquals(
                        1, told(scene.soFar(), "note", Reason.DEBOUNCED).size()));
        int before = changes(scene.soFar());
        for (int i = 1; i <= REWRITES; i++) {
            scene.drop("notes/note.txt", "version %d\n".formatted(i));
            int seen = before + i;
            Eventually.eventually(
                    LIMIT, () -> assertEquals(seen, changes(scene.soFar()), "the watcher has seen this one"));
        }
        for (String name : MANY) {
            scene.drop("many/" + name, name + "\n");
        }
        for (String name : TICKS) {
            scene.drop("ticks/%s.txt".formatted(name), name + "\n");
            int expected = TICKS.indexOf(name) + 1;
            Eventually.eventually(
                    LIMIT, () -> assertEquals(expected, scene.soFar().launches().getOrDefault("tick", 0)));
        }

        act = scene.launched(Map.of("note", 1, "take", 3, "tick", TICKS.size()));
    }

    @Test
    @Order(2)
    void fifty_rewrites_within_the_debounce_are_one_launch_and_each_is_answered() throws Exception {
        assertEquals("version " + REWRITES, scene.content("noted/note.txt"));
        assertEquals(1, told(act, "note", Reason.DEBOUNCED).size(), "told once, not for every change");
        List<RunState> runs = scene
                .system()
                .audit()
                .runs(Filter.ANY.namespace("inngest").limit(1000))
                .items()
                .stream()
                .filter(run -> run.cause() != null && run.cause().kind() == Cause.Kind.FILES_CHANGED)
                .map(run -> run.state())
                .toList();
        assertTrue(runs.size() >= REWRITES, runs::toString);
        assertEquals(List.of(RunState.SUCCEEDED), runs.stream().distinct().toList());
    }

    @Test
    @Order(3)
    void many_files_are_taken_in_full_batches_and_what_is_left() throws Exception {
        assertEquals(List.of("100", "100", "50"), recorded("batches"));
        assertEquals(MANY, scene.content("taken/all.txt").lines().toList());
    }

    @Test
    @Order(4)
    void launches_of_a_throttled_input_keep_their_distance() throws Exception {
        List<Instant> ready = act.decisions().stream()
                .filter(decision -> decision.instance().task().equals("tick"))
                .filter(decision -> decision.state() == InstanceState.READY && decision.reason() != Reason.NO_SLOT)
                .map(StateChanged::at)
                .toList();

        assertEquals(TICKS.size(), ready.size());
        for (int i = 1; i < ready.size(); i++) {
            Duration between = Duration.between(ready.get(i - 1), ready.get(i));
            assertTrue(between.compareTo(THROTTLE) >= 0, between::toString);
        }
        assertTrue(!told(act, "tick", Reason.THROTTLED).isEmpty());
        assertEquals(TICKS, scene.content("ticked/all.txt").lines().toList());
    }

    @Test
    @Order(5)
    void no_more_attempts_of_a_task_run_at_once_than_it_wants() throws Exception {
        for (int i = 0; i < PARTS; i++) {
            scene.drop("parts/part-%d.txt".formatted(i), i + "\n");
        }
        for (int done = 0; done < PARTS; done++) {
            int active = Math.min(TOGETHER, PARTS - done);
            List<String> running = Eventually.eventually(LIMIT, this::active, names -> names.size() >= active);
            Files.createFile(scene.scratch().resolve("release/" + running.getFirst()));
            Eventually.eventually(LIMIT, () -> assertTrue(!active().contains(running.getFirst())));
        }

        scene.launched(Map.of("part", PARTS));
        assertEquals(PARTS, recorded("together").size());
        assertEquals(
                TOGETHER,
                recorded("together").stream().mapToInt(Integer::parseInt).max().orElseThrow());
        for (int i = 0; i < PARTS; i++) {
            assertEquals("" + i, scene.content("parted/part-%d.txt".formatted(i)));
        }
    }

    private void deploy() throws IOException {
        Files.createDirectories(scene.scratch().resolve("active"));
        Files.createDirectories(scene.scratch().resolve("release"));
        Map<String, String> bundle = Scene.bundle("paced", "workflow.yaml", "take.sh", "part.sh");
        bundle.replaceAll(
                (name, text) -> text.replace("@scratch@", scene.scratch().toString()));
        scene.deploy(bundle);
    }

    /** How many changes of files there have been. */
    private static int changes(Act act) {
        return (int) act.events().stream()
                .filter(event -> event instanceof RunStarted run && run.cause().kind() == Cause.Kind.FILES_CHANGED)
                .count();
    }

    private static List<StateChanged> told(Act act, String task, Reason reason) {
        return act.decisions().stream()
                .filter(decision -> decision.instance().task().equals(task) && decision.reason() == reason)
                .toList();
    }

    /** What the scripts have written down, line by line. */
    private List<String> recorded(String file) throws IOException {
        return Files.readAllLines(scene.scratch().resolve(file)).stream()
                .map(String::strip)
                .toList();
    }

    /** The parts whose attempts have begun and not been let go. */
    private List<String> active() throws IOException {
        try (var files = Files.list(scene.scratch().resolve("active"))) {
            return files.map(Path::getFileName).map(Path::toString).sorted().toList();
        }
    }
}
