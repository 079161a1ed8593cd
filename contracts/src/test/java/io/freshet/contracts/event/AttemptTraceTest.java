package io.freshet.contracts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In which trace an attempt is. */
class AttemptTraceTest {
    private static final Instant AT = Instant.parse("2026-01-05T06:00:00Z");
    private static final PartitionKey DAY = PartitionKey.of("date", "2026-01-05");
    private static final Cause FILES = new Cause("files", Cause.Kind.FILES_CHANGED, AT, "a file changed");
    private static final Cause ASKED = new Cause("asked", Cause.Kind.REQUESTED, AT, "alice asked");
    private static final Cause BACKFILL = new Cause("backfill", Cause.Kind.BACKFILL, AT, "alice asked for a year");

    @Test
    void an_attempt_is_in_the_trace_of_the_leading_cause_and_linked_to_the_others() {
        AttemptTrace trace = AttemptTrace.of(List.of(FILES, ASKED, ASKED), DAY);

        assertEquals(new AttemptTrace(TraceIds.trace("files"), null, null, List.of(TraceIds.trace("asked"))), trace);
    }

    @Test
    void each_partition_of_a_backfill_has_a_trace_and_knows_that_of_the_whole() {
        AttemptTrace first = AttemptTrace.of(List.of(BACKFILL), DAY);
        AttemptTrace second = AttemptTrace.of(List.of(BACKFILL), PartitionKey.of("date", "2026-01-06"));
        AttemptTrace whole = AttemptTrace.of(List.of(BACKFILL), PartitionKey.NONE);

        assertNotEquals(first.id(), second.id());
        assertEquals(whole.id(), first.whole());
        assertEquals(whole.id(), second.whole());
        assertEquals(new AttemptTrace(TraceIds.trace("backfill"), null, null, List.of()), whole);
        assertEquals(first, AttemptTrace.of(List.of(BACKFILL), DAY));
    }

    @Test
    void links_are_bounded() {
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            causes.add(new Cause("cause-" + i, Cause.Kind.REQUESTED, AT, "asked"));
        }

        assertEquals(
                AttemptTrace.MOST_LINKS, AttemptTrace.of(causes, DAY).links().size());
    }
}
