package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.testkit.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Draws the page of an attempt's states from what the rule decides, so that the page cannot say anything else. */
class AttemptDiagramTest {
    private static final Path PAGE = Path.of("../docs/reference/attempt-states.md");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    private static final AttemptLifecycle LIFE = new AttemptLifecycle("process", Duration.ofMinutes(10));
    private static final Outcome.Succeeded MADE = new Outcome.Succeeded(List.of(), Map.of(), null);

    /** What may happen, by what an arrow says of it. */
    private static final Map<String, List<Occurrence>> OCCURRENCES = occurrences();

    private final Map<Arrow, Set<String>> arrows = new TreeMap<>();

    private record Arrow(String from, String to) implements Comparable<Arrow> {
        @Override
        public int compareTo(Arrow other) {
            int first = order(from) - order(other.from);
            return first != 0 ? first : order(to) - order(other.to);
        }

        private static int order(String state) {
            return Arrays.stream(AttemptState.class.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .toList()
                    .indexOf(state);
        }
    }

    @Test
    void the_page_shows_what_is_decided() {
        walk(new AttemptState.Accepted(AttemptLifecycleTest.launch(), null));

        Golden.check(PAGE, page());
    }

    @Test
    void everything_that_may_happen_is_tried() {
        Set<String> all = Arrays.stream(Occurrence.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        Set<String> tried = OCCURRENCES.values().stream()
                .flatMap(List::stream)
                .map(occurrence -> occurrence.getClass().getSimpleName())
                .collect(Collectors.toSet());

        assertEquals(all, tried);
    }

    /** Every state that can be reached is met by everything that may happen. */
    private void walk(AttemptState first) {
        Set<AttemptState> seen = new HashSet<>(Set.of(first));
        Deque<AttemptState> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            AttemptState state = open.remove();
            OCCURRENCES.forEach((name, occurrences) -> occurrences.forEach(occurrence -> {
                AttemptState next = LIFE.decide(state, occurrence, NOW).next();
                if (!next.getClass().equals(state.getClass())) {
                    arrows.computeIfAbsent(new Arrow(name(state), name(next)), any -> new TreeSet<>())
                            .add(name);
                }
                if (seen.add(next)) {
                    open.add(next);
                }
            }));
        }
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                <!-- Made by AttemptDiagramTest; run it with -Dfreshet.golden.update=true. -->
                # The states of an attempt

                What the launcher decides of an attempt ([AttemptLifecycle](../../launcher-service/src/main/java/io/freshet/launcher/domain/AttemptLifecycle.java)),
                drawn from its decisions: every state that can be reached was met by everything that may happen. What a state has no arrow for leaves
                the attempt in that state: it is a repetition, or came too late.

                ```mermaid
                stateDiagram-v2
                    [*] --> Accepted
                """);
        arrows.forEach((arrow, names) ->
                page.append("    %s --> %s: %s%n".formatted(arrow.from(), arrow.to(), String.join(", ", names))));
        return page.append("    Closed --> [*]\n```\n").toString();
    }

    private static String name(AttemptState state) {
        return state.getClass().getSimpleName();
    }

    private static Map<String, List<Occurrence>> occurrences() {
        Usage usage = Usage.UNKNOWN;
        return new TreeMap<>(Map.ofEntries(
                Map.entry("LaunchOrdered", List.of(new Occurrence.LaunchOrdered())),
                Map.entry("Resumed", List.of(new Occurrence.Resumed())),
                Map.entry("NotBegun", List.of(new Occurrence.NotBegun())),
                Map.entry(
                        "StopOrdered",
                        Arrays.stream(StopCause.values())
                                .map(cause -> (Occurrence) new Occurrence.StopOrdered(cause))
                                .toList()),
                Map.entry("Answered", List.of(new Occurrence.Answered(MADE))),
                Map.entry("Refused", List.of(new Occurrence.Refused(FailureKind.LAUNCH, "no", null))),
                Map.entry("Delayed", List.of(new Occurrence.Delayed("no room"))),
                Map.entry("Started", List.of(new Occurrence.Started(new StartedProcess("here", "42", "alice", NOW)))),
                Map.entry(
                        "Ended (status 0)", List.of(new Occurrence.Ended(new ProcessEnd.Exited(0, false), usage, NOW))),
                Map.entry(
                        "Ended (otherwise)",
                        List.of(
                                new Occurrence.Ended(new ProcessEnd.Exited(1, false), usage, NOW),
                                new Occurrence.Ended(new ProcessEnd.Vanished(), usage, NOW))),
                Map.entry("TimeoutElapsed", List.of(new Occurrence.TimeoutElapsed())),
                Map.entry("Staged", List.of(new Occurrence.Staged(MADE))),
                Map.entry("Rejected", List.of(new Occurrence.Rejected(FailureKind.CHECK, "no"))),
                Map.entry("Reported", List.of(new Occurrence.Reported())),
                Map.entry("LogDelivered", List.of(new Occurrence.LogDelivered()))));
    }
}
