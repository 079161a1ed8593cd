package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Runs that are asked for while another is under way. Each has a token, by which its attempt can be seen to have begun and be told
 * to end. The workflow itself wants the first only; so a run without further wishes is refused as long as another is under way, and
 * by then all that was asked for before has been dealt with.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class OverlappingRuns {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Scene scene = AcceptanceIT.scene("maestro", "flow");

    @Test
    @Order(1)
    void a_run_that_nobody_asked_for_is_no_run_that_others_wait_for() throws Exception {
        Map<String, String> bundle = Scene.bundle("overlap", "workflow.yaml", "make.sh");
        bundle.replaceAll(
                (name, text) -> text.replace("@scratch@", scene.scratch().toString()));
        scene.drop("raw/all.txt", "overlapping\n");
        scene.deploy(bundle);
        awaitBegun("nobody");

        String asked = ask("anybody");
        Eventually.eventually(LIMIT, () -> assertEquals(asked, open().getLast()));
        end("nobody", 0);
        end("anybody", 0);

        assertEquals(RunState.SUCCEEDED, finished(asked).state());
        scene.launched(Map.of("make", 2));
    }

    @Test
    @Order(2)
    void in_parallel_what_both_want_runs_once_for_both() throws Exception {
        String first = ask("both");
        awaitBegun("both");
        String second = order("--param", "token=both", "--overlap", "parallel");
        Eventually.eventually(LIMIT, () -> assertEquals(List.of(first, second), open()));

        end("both", 0);

        assertEquals(RunState.SUCCEEDED, finished(first).state());
        assertEquals(RunState.SUCCEEDED, finished(second).state());
        scene.launched(Map.of("make", 1));
    }

    @Test
    @Order(3)
    void in_sequence_each_begins_when_the_one_before_has_ended_in_whatever_way() throws Exception {
        String first = ask("one");
        awaitBegun("one");
        String second = ask("two", "--overlap", "sequential");
        String third = ask("three", "--overlap", "sequential");
        assertRefused();
        assertEquals(List.of(first), open());

        end("one", 3);
        end("two", 0);
        end("three", 0);

        assertEquals(List.of(RunState.FAILED, RunState.SUCCEEDED, RunState.SUCCEEDED), inTurn(first, second, third));
        scene.launched(Map.of("make", 3));
        assertEquals("three", scene.content("made/all.txt"));
    }

    @Test
    @Order(4)
    void in_strict_sequence_a_failure_holds_up_what_follows_until_it_is_repaired() throws Exception {
        String first = ask("broken");
        awaitBegun("broken");
        String second = ask("after", "--overlap", "strict-sequential");
        assertRefused();
        end("broken", 3);
        end("after", 0);
        assertEquals(RunState.FAILED, finished(first).state());

        String repair = ask("repair", "--overlap", "parallel");
        awaitBegun("repair");
        assertRefused();
        assertEquals(List.of(repair), open());
        assertFalse(Files.exists(scene.scratch().resolve("begun-after")));
        end("repair", 0);

        assertEquals(List.of(RunState.FAILED, RunState.SUCCEEDED, RunState.SUCCEEDED), inTurn(first, repair, second));
        scene.launched(Map.of("make", 3));
        assertEquals("after", scene.content("made/all.txt"));
    }

    @Test
    @Order(5)
    void if_only_the_first_is_wanted_others_are_refused_until_it_has_ended() throws Exception {
        String first = ask("only");
        awaitBegun("only");
        assertRefused();

        end("only", 0);
        assertEquals(RunState.SUCCEEDED, finished(first).state());
        end("next", 0);
        assertEquals(RunState.SUCCEEDED, finished(ask("next")).state());

        scene.launched(Map.of("make", 2));
    }

    @Test
    @Order(6)
    void if_only_the_last_is_wanted_it_takes_the_place_of_what_is_under_way() throws Exception {
        String first = ask("overtaken");
        awaitBegun("overtaken");

        String last = ask("last", "--overlap", "last-only");
        assertEquals(RunState.CANCELLED, finished(first).state());
        end("last", 0);

        assertEquals(RunState.SUCCEEDED, finished(last).state());
        scene.launched(Map.of("make", 2));
        assertEquals("last", scene.content("made/all.txt"));
        String told = scene.say("runs", "--namespace", "maestro")
                .endedWith(ExitCode.OK)
                .out();
        assertTrue(Stream.of("SUCCEEDED", "FAILED", "CANCELLED", "SKIPPED").allMatch(told::contains), told);
    }

    /** Asks for a run of this token that runs also what is up to date or under way, without waiting for it. */
    private String ask(String token, String... more) throws IOException {
        return order(Stream.concat(Stream.of("--force", "--param", "token=" + token), Stream.of(more))
                .toArray(String[]::new));
    }

    private String order(String... options) throws IOException {
        return scene.say(Stream.concat(Stream.of("run", "maestro/flow", "--json"), Stream.of(options))
                        .toArray(String[]::new))
                .endedWith(ExitCode.OK)
                .json()
                .get("run")
                .asText();
    }

    private void assertRefused() throws IOException {
        RunInfo run = scene.run("--force", "--timeout", "1m")
                .endedWith(ExitCode.FAILED)
                .as(RunInfo.class);
        assertEquals(RunState.SKIPPED, run.state());
    }

    private void awaitBegun(String token) {
        Path begun = scene.scratch().resolve("begun-" + token);
        Eventually.eventually(LIMIT, () -> assertTrue(Files.exists(begun), token));
    }

    private void end(String token, int status) throws IOException {
        Path aside = Files.writeString(scene.scratch().resolve("aside"), status + "\n");
        Files.move(aside, scene.scratch().resolve("end-" + token), StandardCopyOption.ATOMIC_MOVE);
    }

    private RunInfo finished(String run) {
        return Eventually.eventually(
                LIMIT,
                () -> scene.system().audit().awaitRun(run, Duration.ofSeconds(10)),
                info -> info.state().isFinished());
    }

    /** How runs have ended, each of which began only when the one before had ended. */
    private List<RunState> inTurn(String... runs) {
        List<RunInfo> ended = Stream.of(runs).map(this::finished).toList();
        for (int i = 1; i < ended.size(); i++) {
            RunInfo before = ended.get(i - 1);
            RunInfo after = ended.get(i);
            assertTrue(
                    before.finishedAt() != null && !after.startedAt().isBefore(before.finishedAt()),
                    () -> "%s before %s".formatted(before, after));
        }
        return ended.stream().map(RunInfo::state).toList();
    }

    /** The runs that are under way, oldest first. */
    private List<String> open() throws IOException {
        return scene
                .system()
                .audit()
                .runs(Filter.ANY.namespace("maestro").state(RunState.RUNNING))
                .items()
                .reversed()
                .stream()
                .map(RunInfo::run)
                .toList();
    }
}
