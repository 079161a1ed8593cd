package io.freshet.planner.domain.instance;

import static io.freshet.testkit.SealedTypes.name;
import static io.freshet.testkit.SealedTypes.names;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.InstanceState;
import io.freshet.testkit.Golden;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Draws the page of an instance's phases from {@link PhaseLifecycle}, so that the page cannot say anything else. */
class PhaseDiagramTest {
    private static final Path PAGE = Path.of("../docs/reference/instance-phases.md");
    private static final List<PhaseChange> CHANGES = changes();
    private static final List<String> ORDER = List.of("Settled", "Unsettled", "InFlight");

    private final Map<Arrow, Set<String>> arrows = new TreeMap<>();

    private record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            return Comparator.<Arrow>comparingInt(arrow -> ORDER.indexOf(arrow.from))
                    .thenComparingInt(arrow -> ORDER.indexOf(arrow.to))
                    .compare(this, other);
        }
    }

    @Test
    void the_page_shows_what_follows_what() {
        walk(Instance.fresh(1, 0).phase());

        Golden.check(PAGE, page());
    }

    @Test
    void every_change_is_tried_and_every_phase_is_reached() {
        assertEquals(names(PhaseChange.class), names(CHANGES));

        walk(Instance.fresh(1, 0).phase());

        assertEquals(names(Phase.class), arrows.keySet().stream().map(Arrow::to).collect(Collectors.toSet()));
    }

    /** Every phase that can be reached is met by every change. */
    private void walk(Phase first) {
        Set<Phase> seen = new HashSet<>(Set.of(first));
        Deque<Phase> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Phase phase = open.remove();
            for (PhaseChange change : CHANGES) {
                after(phase, change).forEach(next -> {
                    if (!next.getClass().equals(phase.getClass()) || change instanceof PhaseChange.Retried) {
                        arrows.computeIfAbsent(new Arrow(name(phase), name(next)), _ -> new TreeSet<>())
                                .add(name(change));
                    }
                    if (seen.add(next)) {
                        open.add(next);
                    }
                });
            }
        }
    }

    private static Stream<Phase> after(Phase phase, PhaseChange change) {
        try {
            return Stream.of(PhaseLifecycle.next(phase, change));
        } catch (IllegalStateException _) {
            return Stream.of();
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                <!-- Made by PhaseDiagramTest; run it with -Dfreshet.golden.update=true. -->
                # The phases of an instance

                Where an instance stands for the planner ([PhaseLifecycle](../../planner-service/src/main/java/io/freshet/planner/domain/instance/PhaseLifecycle.java)),
                drawn from the function that decides it: every phase that can be reached was met by every change. What a phase has no arrow for
                cannot happen in it, or leaves the instance there. What users see is the state: a settled instance has the one that it settled with, an
                unsettled one is `PENDING`, and one in flight is `READY`, or `RETRYING` from its second attempt on.

                ```mermaid
                stateDiagram-v2
                    [*] --> Settled
                """);
        arrows.forEach((arrow, names) ->
                page.append("    %s --> %s: %s%n".formatted(arrow.from(), arrow.to(), String.join(", ", names))));
        return page.append("```\n").toString();
    }

    private static List<PhaseChange> changes() {
        Stream<PhaseChange> each = Stream.of(
                new PhaseChange.Invalidated(),
                new PhaseChange.Launched(false),
                new PhaseChange.Launched(true),
                new PhaseChange.Retried(Attempt.first(false).afterOwnFailure()),
                new PhaseChange.OutputsAccepted(Accepted.EXECUTED),
                new PhaseChange.OutputsAccepted(Accepted.CACHED),
                new PhaseChange.GivenUp(),
                new PhaseChange.OutputsRetired());
        return Stream.concat(each, Arrays.stream(InstanceState.values()).map(PhaseChange.SettledAs::new))
                .toList();
    }
}
