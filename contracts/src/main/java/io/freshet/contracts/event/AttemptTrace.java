package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.partition.PartitionKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trace that an attempt is in. The planner decides it with the order; all others take it from there, so that they agree although an
 * instance may join and leave runs while its attempt is under way.
 *
 * @param id see {@link TraceIds}
 * @param since when the backfill was asked for, if the trace is of one of its partitions; else null
 * @param whole the trace of the whole backfill; null as above
 * @param links traces of the other causes that the attempt serves, at most {@value #MOST_LINKS}
 */
public record AttemptTrace(
        String id,
        @Nullable Instant since,
        @Nullable String whole,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> links) {
    /** The bound on the links: a trace that is linked to more would not be read. */
    public static final int MOST_LINKS = 20;

    public AttemptTrace {
        if ((since == null) != (whole == null)) {
            throw new IllegalArgumentException("a trace has a whole and its time, or neither");
        }
        links = List.copyOf(links);
    }

    /**
     * The trace of an attempt.
     *
     * @param causes of the runs that it serves, of the leading one first; one at least
     */
    public static AttemptTrace of(List<Cause> causes, PartitionKey partition) {
        Cause leading = causes.getFirst();
        String whole = TraceIds.trace(leading.id());
        boolean isPart = leading.kind() == Cause.Kind.BACKFILL && !partition.isNone();
        List<String> links = causes.stream()
                .map(cause -> TraceIds.trace(cause.id()))
                .filter(trace -> !trace.equals(whole))
                .distinct()
                .limit(MOST_LINKS)
                .toList();
        return isPart
                ? new AttemptTrace(TraceIds.trace(leading.id(), partition), leading.at(), whole, links)
                : new AttemptTrace(whole, null, null, links);
    }
}
