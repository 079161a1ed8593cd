package io.freshet.planner.domain.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.event.RunFinished.Summary;
import io.freshet.testkit.Golden;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Draws the page of a run's states from what {@link Run} decides, so that the page cannot say anything else. */
class RunDiagramTest {
    private static final Path PAGE = Path.of("../docs/reference/run-states.md");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    private static final Run BEGUN = Run.begin(
            new Run.Start("run", 1, new Cause("cause", Cause.Kind.REQUESTED, NOW, "asked for"), NOW), Run.Options.NONE);
    private static final List<Run.Stop> STOPS =
            List.of(new Run.Stop(Reason.RUN_FAILED, "failed"), new Run.Stop(Reason.CANCEL_REQUESTED, "cancelled"));

    /** What instances may have settled as, by what an arrow says of it. */
    private static final Map<String, UnaryOperator<Run>> OUTCOMES = outcomes();

    private final Map<String, Set<String>> arrows = new TreeMap<>();
    private final Set<RunFinished.State> ends = new HashSet<>();

    @Test
    void the_page_shows_how_a_run_goes_on_and_ends() {
        draw();

        Golden.check(PAGE, page());
    }

    @Test
    void a_run_can_end_in_every_way() {
        draw();

        assertEquals(
                EnumSet.complementOf(EnumSet.of(RunFinished.State.SKIPPED)),
                ends,
                "one that is skipped does not begin");
    }

    private void draw() {
        drawEnds(BEGUN);
        for (Run.Stop stop : STOPS) {
            Run stopped = BEGUN.stopped(stop);
            arrow(name(BEGUN), name(stopped), "stopped");
            drawEnds(stopped);
            for (Run.Stop second : STOPS) {
                assertEquals(name(stopped), name(stopped.stopped(second)), "the first reason stays");
            }
        }
    }

    private void drawEnds(Run run) {
        OUTCOMES.forEach((what, outcome) -> {
            RunFinished.State end = outcome.apply(run).end();
            ends.add(end);
            arrow(name(run), end.name(), what);
        });
    }

    private void arrow(String from, String to, String what) {
        arrows.computeIfAbsent("%s --> %s".formatted(from, to), _ -> new TreeSet<>())
                .add(what);
    }

    private static String name(Run run) {
        Run.Stop stop = run.stop();
        return stop == null ? "Open" : "Stopped_" + stop.reason();
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                <!-- Made by RunDiagramTest; run it with -Dfreshet.golden.update=true. -->
                # The states of a run

                How a run goes on and ends ([Run](../../planner-service/src/main/java/io/freshet/planner/domain/state/Run.java)), drawn from what is
                decided for every way in which it can be stopped and its instances can settle. It ends when the last of its instances has settled; the words
                at the arrows say what became of one of them at least.

                ```mermaid
                stateDiagram-v2
                    [*] --> Open
                """);
        arrows.forEach((arrow, names) -> page.append("    %s: %s%n".formatted(arrow, String.join(", ", names))));
        return page.append("```\n").toString();
    }

    private static Map<String, UnaryOperator<Run>> outcomes() {
        Map<String, UnaryOperator<Run>> outcomes = new LinkedHashMap<>();
        outcomes.put("succeeded", run -> run.with(new Summary(1, 0, 0, 0, 0, 0, 0, 0)));
        outcomes.put(
                "failed and its task allows it",
                run -> run.with(new Summary(1, 0, 0, 0, 0, 1, 0, 0)).withAllowedFailure());
        outcomes.put("failed", run -> run.with(new Summary(1, 0, 0, 0, 0, 1, 0, 0)));
        outcomes.put("blocked", run -> run.with(new Summary(1, 0, 0, 0, 0, 0, 1, 0)));
        outcomes.put("cancelled", run -> run.with(new Summary(1, 0, 0, 0, 0, 0, 0, 1)));
        return outcomes;
    }
}
