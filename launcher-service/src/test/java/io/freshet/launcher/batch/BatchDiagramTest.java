package io.freshet.launcher.batch;

import static io.freshet.testkit.SealedTypes.name;
import static io.freshet.testkit.SealedTypes.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import io.freshet.launcher.domain.StopCause;
import io.freshet.testkit.Golden;
import io.freshet.testkit.SealedTypes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Draws the page of the states of a batch and of its attempts from what the rule decides, so that the page cannot say anything else. */
class BatchDiagramTest {
    private static final Path PAGE = Path.of("../docs/reference/batch-states.md");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    private static final Usage USED = Usage.ofLog(5);

    private static final List<Occurrence> OF_A_POD = List.of(
            new Occurrence.Delayed("no room"),
            new Occurrence.Started(new StartedProcess("here", "pod", "alice", NOW), null),
            new Occurrence.Ended(new ProcessEnd.Exited(0, false), Usage.UNKNOWN, NOW),
            new Occurrence.Refused(FailureKind.LAUNCH, "no", null),
            new Occurrence.NotBegun());

    private static final BatchState RUNNING = new BatchState.Running(new StartedProcess("here", "pod", "alice", NOW));

    private static final List<MemberProgress> PROGRESS = List.of(
            new MemberProgress.Waiting(),
            new MemberProgress.Skipped(),
            new MemberProgress.Running(NOW),
            new MemberProgress.Over(NOW, NOW, 0, false));

    private final Set<BatchState> states = new LinkedHashSet<>();
    private final Map<String, Set<String>> ofBatch = new TreeMap<>();
    private final Map<String, Set<String>> ofMember = new TreeMap<>();

    /** Every state that can be reached is met by everything that may happen. */
    @BeforeEach
    void walk() {
        Deque<BatchState> open = new ArrayDeque<>(List.of(new BatchState.Ordered()));
        while (!open.isEmpty()) {
            BatchState state = open.remove();
            if (states.add(state)) {
                OF_A_POD.forEach(occurrence -> {
                    BatchState next = BatchLifecycle.next(state, occurrence);
                    arrow(ofBatch, name(state), name(next), name(occurrence));
                    open.add(next);
                });
            }
        }
        for (MemberState member : MemberState.values()) {
            for (BatchState batch : states) {
                for (MemberProgress progress : PROGRESS) {
                    String next = decide(member, progress, batch).next().name();
                    boolean isOver = batch instanceof BatchState.Over;
                    boolean withPod = isOver
                            && !next.equals(
                                    decide(member, progress, RUNNING).next().name());
                    arrow(ofMember, member.name(), next, name(progress) + (withPod ? " and the pod is over" : ""));
                }
            }
        }
    }

    private static BatchLifecycle.Decision decide(MemberState member, MemberProgress progress, BatchState batch) {
        return BatchLifecycle.member(member, progress, batch, "pod", USED);
    }

    private static void arrow(Map<String, Set<String>> arrows, String from, String to, String what) {
        if (!from.equals(to)) {
            arrows.computeIfAbsent("%s --> %s".formatted(from, to), _ -> new TreeSet<>())
                    .add(what);
        }
    }

    @Test
    void the_page_shows_what_is_decided() {
        Golden.check(PAGE, page());
    }

    @Test
    void every_state_is_reached_and_every_progress_is_tried() {
        assertEquals(names(BatchState.class), names(states));
        assertEquals(names(MemberProgress.class), names(PROGRESS));
    }

    @Test
    void what_does_not_become_of_a_pod_is_a_fault() {
        List<Occurrence> others = List.of(
                new Occurrence.LaunchOrdered(),
                new Occurrence.Resumed(),
                new Occurrence.StopOrdered(StopCause.values()[0]),
                new Occurrence.Answered(new Outcome.Succeeded(List.of(), Map.of(), null)),
                new Occurrence.TimeoutElapsed(),
                new Occurrence.Staged(new Outcome.Succeeded(List.of(), Map.of(), null)),
                new Occurrence.Rejected(FailureKind.CHECK, "no"),
                new Occurrence.Reported(),
                new Occurrence.LogDelivered());

        others.forEach(other ->
                assertThrows(IllegalStateException.class, () -> BatchLifecycle.next(new BatchState.Ordered(), other)));
        assertEquals(
                names(Occurrence.class),
                Stream.concat(others.stream(), OF_A_POD.stream())
                        .map(SealedTypes::name)
                        .collect(Collectors.toSet()));
    }

    /** Whatever was seen meanwhile: each attempt starts once at the most, ends once, and nothing is reported after that. */
    @Test
    void an_attempt_starts_and_ends_once_in_every_order_of_what_is_seen() {
        Set<MemberState> reached = EnumSet.noneOf(MemberState.class);
        for (MemberProgress first : PROGRESS) {
            for (MemberProgress second : PROGRESS) {
                for (BatchState batch : states) {
                    var one = decide(MemberState.JOINED, first, batch);
                    var two = decide(one.next(), second, batch);
                    var again = decide(two.next(), second, batch);

                    reached.addAll(List.of(one.next(), two.next(), again.next()));
                    assertOnce(Stream.of(one, two, again)
                            .flatMap(decision -> decision.occurrences().stream())
                            .toList());
                    assertEquals(List.of(), again.occurrences(), "the same is not reported again");
                }
            }
        }
        assertEquals(EnumSet.allOf(MemberState.class), reached);
    }

    private static void assertOnce(List<Occurrence> reported) {
        List<Boolean> areStarts =
                reported.stream().map(Occurrence.Started.class::isInstance).toList();
        List<List<Boolean>> allowed = List.of(List.of(), List.of(true), List.of(false), List.of(true, false));
        assertTrue(allowed.contains(areStarts), reported::toString);
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                <!-- Made by BatchDiagramTest; run it with -Dfreshet.golden.update=true. -->
                # The states of a batch of attempts

                Attempts of a task with `batch` share a pod, which works through them one after the other
                ([BatchLifecycle](../../launcher-service/src/main/java/io/freshet/launcher/batch/BatchLifecycle.java)). Drawn from its decisions: every state
                that can be reached was met by everything that may happen. What a state has no arrow for leaves it as it is.

                ## The batch, by what becomes of its pod

                ```mermaid
                stateDiagram-v2
                    [*] --> Ordered
                """);
        draw(ofBatch, page);
        page.append("""
                    Over --> [*]
                ```

                ## An attempt in it, by what has been reported of it

                What the pod says of an attempt is its [progress](../../launcher-service/src/main/java/io/freshet/launcher/batch/MemberProgress.java). Nothing is
                reported while the batch is `Ordered`. What the launcher then does about the attempt is on [the page of attempts](attempt-states.md).

                ```mermaid
                stateDiagram-v2
                    [*] --> JOINED
                    [*] --> WATCHED
                """);
        draw(ofMember, page);
        return page.append("    CLOSED --> [*]\n```\n").toString();
    }

    private static void draw(Map<String, Set<String>> arrows, StringBuilder page) {
        arrows.forEach((arrow, names) -> page.append("    %s: %s%n".formatted(arrow, String.join(", ", names))));
    }
}
