package io.freshet.contracts.id;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.partition.PartitionKey;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The ids of traces and of the spans that Freshet makes: derived, so that whoever needs one computes it, and a span that is made again
 * is the same span. A trace is what one cause did, in all workflows that it reached. Ids are written in lower-case hexadecimal digits, as in
 * W3C Trace Context: 32 of a trace, 16 of a span; never all zeros. All methods are pure and thread-safe.
 */
public final class TraceIds {
    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;

    private TraceIds() {}

    /** The trace of a cause. */
    public static String trace(String causeId) {
        return hex(TRACE_BYTES, "trace", causeId);
    }

    /** The trace of one partition of a cause that is about so many that one trace could not be read: a backfill. */
    public static String trace(String causeId, PartitionKey partition) {
        return hex(TRACE_BYTES, "trace", causeId, partition.toString());
    }

    /** The trace of an attempt of which only the run is known, because it was ordered before orders named their trace. */
    public static String traceOfRun(String run) {
        return hex(TRACE_BYTES, "trace of run", run);
    }

    /** The one span of a trace that has no parent. */
    public static String root(String trace) {
        return hex(SPAN_BYTES, "root", trace);
    }

    /** The decision to begin a run. */
    public static String decision(String run) {
        return hex(SPAN_BYTES, "decision", run);
    }

    /** A run, from its beginning to its first end. */
    public static String run(String run) {
        return hex(SPAN_BYTES, "run", run);
    }

    /** A later opening of a run, see {@link io.freshet.contracts.event.TaskEvent.RunStarted}. */
    public static String opening(String run, long opening) {
        return hex(SPAN_BYTES, "opening", run, Long.toString(opening));
    }

    /** An attempt, from the order to its end: the parent of what the task's own process reports. */
    public static String attempt(String attempt) {
        return hex(SPAN_BYTES, "attempt", attempt);
    }

    /** A part of an attempt. */
    public static String phase(String attempt, String phase) {
        return hex(SPAN_BYTES, "phase", attempt, phase);
    }

    /**
     * The publication of a version that an attempt made.
     *
     * @param version null if the partition was removed
     */
    public static String publication(
            String attempt, DatasetRef dataset, PartitionKey partition, @Nullable Fingerprint version) {
        String content = version == null ? "" : version.toString();
        return hex(SPAN_BYTES, "publication", attempt, dataset.toString(), partition.toString(), content);
    }

    /** A decision about an instance, by the id of its event. */
    public static String skip(String event) {
        return hex(SPAN_BYTES, "skip", event);
    }

    /**
     * The W3C {@code traceparent} of a span.
     *
     * @param sampled whether the span is recorded, so that whoever continues the trace should record theirs
     */
    public static String traceparent(String trace, String span, boolean sampled) {
        return "00-" + trace + "-" + span + (sampled ? "-01" : "-00");
    }

    /**
     * Whether a trace is recorded: the same answer wherever it is asked, and of a larger part of the traces also yes.
     *
     * @param part of the traces that is recorded, from 0 to 1
     */
    public static boolean isSampled(String trace, double part) {
        if (part >= 1) {
            return true;
        }
        long place = Long.parseUnsignedLong(trace.substring(2 * SPAN_BYTES), 16) & Long.MAX_VALUE;
        return part > 0 && place < part * Long.MAX_VALUE;
    }

    private static String hex(int bytes, String... parts) {
        byte[] digest = DerivedId.digest(parts);
        for (int i = 0; i < bytes; i++) {
            if (digest[i] != 0) {
                return HexFormat.of().formatHex(digest, 0, bytes);
            }
        }
        digest[bytes - 1] = 1;
        return HexFormat.of().formatHex(digest, 0, bytes);
    }
}
