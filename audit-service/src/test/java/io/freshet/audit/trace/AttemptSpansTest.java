package io.freshet.audit.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.trace.AttemptFacts.End;
import io.freshet.audit.trace.AttemptFacts.Order;
import io.freshet.audit.trace.AttemptFacts.Place;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.spec.FailureKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes spans of an attempt, in every state in which the log can leave it. */
class AttemptSpansTest {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");
    private static final InstanceRef CLEAN = InstanceRef.parse("prod/claims/clean/date=2026-01-05");
    private static final AttemptTrace TRACE = new AttemptTrace("a".repeat(32), null, null, List.of("c".repeat(32)));
    private static final Order ORDER = new Order(TRACE, "run-1", "NEW", at(1));
    private static final Place PLACE = new Place("process", "host-1", "4711");
    private static final End SUCCESS = new End(null, null, null, null, at(3), at(8));

    private static Instant at(int seconds) {
        return AT.plusSeconds(seconds);
    }

    private static AttemptFacts facts(Order order, Instant admitted, End end, Instant withdrawn, Instant accepted) {
        return new AttemptFacts("clean-1", CLEAN, order, admitted, PLACE, end, withdrawn, accepted);
    }

    private static Map<String, Span> spans(AttemptFacts facts) {
        return AttemptSpans.of(facts).stream().collect(Collectors.toMap(Span::name, Function.identity()));
    }

    @Test
    void a_success_is_queue_launch_process_and_commit_within_the_attempt() {
        Map<String, Span> spans = spans(facts(ORDER, at(2), SUCCESS, null, at(9)));

        assertEquals(
                Map.of(
                        "task clean", List.of(at(1), at(8)),
                        "queue", List.of(at(1), at(2)),
                        "launch", List.of(at(2), at(3)),
                        "process", List.of(at(3), at(8)),
                        "commit", List.of(at(8), at(9))),
                spans.values().stream()
                        .collect(Collectors.toMap(Span::name, span -> List.of(span.start(), span.end()))));
        Span whole = spans.get("task clean");
        assertEquals(TraceIds.run("run-1"), whole.parent());
        assertEquals(TRACE.links(), whole.links());
        assertTrue(spans.values().stream().allMatch(span -> span.trace().equals(TRACE.id()) && span.error() == null));
        assertTrue(spans.values().stream()
                .filter(span -> !span.equals(whole))
                .allMatch(span -> TraceIds.attempt("clean-1").equals(span.parent())));
        assertEquals("4711", spans.get("process").attributes().get("process.pid"));
    }

    @Test
    void there_is_none_before_the_end_or_without_an_order() {
        assertEquals(List.of(), AttemptSpans.of(facts(ORDER, at(2), null, null, null)));
        assertEquals(List.of(), AttemptSpans.of(facts(null, at(2), SUCCESS, null, at(9))));
    }

    @Test
    void one_that_was_withdrawn_in_the_queue_ends_there() {
        Map<String, Span> spans = spans(facts(ORDER, null, null, at(5), null));

        assertEquals(
                List.of("queue", "task clean"), spans.keySet().stream().sorted().toList());
        assertEquals(at(5), spans.get("task clean").end());
        assertEquals(at(5), spans.get("queue").end());
        assertEquals("true", spans.get("task clean").attributes().get("freshet.withdrawn"));
    }

    @Test
    void what_the_process_reports_later_replaces_a_withdrawal() {
        Map<String, Span> spans = spans(facts(ORDER, at(2), SUCCESS, at(5), null));

        assertEquals(at(8), spans.get("task clean").end());
        assertNull(spans.get("task clean").attributes().get("freshet.withdrawn"));
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_failure_is_an_error_and_a_cancellation_is_none(FailureKind kind) {
        Map<String, Span> spans =
                spans(facts(ORDER, at(2), new End(kind, "it died", 137, null, at(3), at(4)), null, null));

        String error = kind == FailureKind.CANCELLED ? null : kind.name();
        for (String name : List.of("task clean", "process")) {
            assertEquals(error, spans.get(name).error(), name);
            assertEquals(error, spans.get(name).attributes().get("error.type"), name);
            assertEquals("137", spans.get(name).attributes().get("process.exit.code"), name);
        }
    }

    @Test
    void one_that_died_before_its_process_has_a_launch_that_ends_with_it() {
        Map<String, Span> spans =
                spans(facts(ORDER, at(2), new End(FailureKind.LOST, "gone", null, null, null, at(6)), null, null));

        assertEquals(at(6), spans.get("launch").end());
        assertNull(spans.get("process"));
    }

    @Test
    void what_was_taken_from_the_cache_says_so() {
        Map<String, Span> spans =
                spans(facts(ORDER, at(2), new End(null, null, null, "clean-0", null, at(3)), null, at(4)));

        assertEquals("clean-0", spans.get("task clean").attributes().get("freshet.cached_from"));
        assertNull(spans.get("process"));
    }

    @Test
    void clocks_that_differ_make_no_span_that_ends_before_it_begins() {
        Map<String, Span> spans = spans(facts(ORDER, at(-5), SUCCESS, null, at(4)));

        assertTrue(spans.values().stream().noneMatch(span -> span.end().isBefore(span.start())));
    }

    @Test
    void a_partition_of_a_backfill_has_a_root_that_is_linked_to_the_whole() {
        AttemptTrace part = new AttemptTrace("b".repeat(32), AT, "d".repeat(32), List.of());
        Map<String, Span> spans = spans(facts(new Order(part, "run-1", "NEW", at(1)), at(2), SUCCESS, null, null));

        Span root = spans.get("backfill partition");
        assertNull(root.parent());
        assertEquals(List.of("d".repeat(32)), root.links());
        assertEquals(root.id(), spans.get("task clean").parent());
        assertEquals(TraceIds.root(part.id()), root.id());
    }
}
