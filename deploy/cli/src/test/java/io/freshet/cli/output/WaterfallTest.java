package io.freshet.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.api.SpanInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a trace is drawn. */
class WaterfallTest {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");

    private static SpanInfo span(String id, String parent, String name, int from, int to, String error) {
        return new SpanInfo(
                id,
                parent,
                name,
                "planner",
                AT.plusSeconds(from),
                AT.plusSeconds(to),
                error,
                null,
                null,
                null,
                null,
                null,
                name.equals("task clean") ? Map.of("freshet.partition", "source=Z%C3%BCrich") : Map.of(),
                List.of());
    }

    private static final List<SpanInfo> SPANS = List.of(
            span("a", null, "files changed", 0, 0, null),
            span("b", "a", "run claims", 1, 10, null),
            span("c", "b", "task clean", 2, 9, "EXIT"),
            span("d", "c", "process", 5, 9, "EXIT"),
            span("e", "gone", "task other", 3, 4, null));

    @Test
    void each_span_is_below_its_parent_with_a_bar_of_when_it_was() {
        assertEquals("""
                AFTER  TOOK   |          |  SPAN
                0 ms   0 ms   |=         |  files changed
                1.0 s  9.0 s  | =========|    run claims
                2.0 s  7.0 s  |  xxxxxxx |      task clean  source=Zürich  EXIT
                5.0 s  4.0 s  |     xxxx |        process  EXIT
                3.0 s  1.0 s  |   =      |  task other
                """, new Waterfall(SPANS, 100).text(Style.PLAIN, 70));
    }

    @Test
    void no_more_are_shown_than_wanted_and_of_none_nothing() {
        assertEquals(3, new Waterfall(SPANS, 2).text(Style.PLAIN, 70).lines().count());
        assertEquals("", new Waterfall(List.of(), 2).text(Style.PLAIN, 70));
    }
}
