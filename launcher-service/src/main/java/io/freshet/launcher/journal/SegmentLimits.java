package io.freshet.launcher.journal;

/**
 * How large a journal gets. A segment is ended at a size; the oldest one is rewritten, without what is not needed any more, when all of them
 * are several times as large as what is. So rewriting costs a fraction of writing.
 *
 * @param segmentBytes at which a segment is ended; one entry may go beyond it
 * @param freeBytes that a journal may always have
 * @param mostSegments how many there may be
 * @param mostClosed of how many closed attempts the end is kept
 */
record SegmentLimits(long segmentBytes, long freeBytes, int mostSegments, int mostClosed) {
    private static final int TIMES_NEEDED = 4;

    /** An end has some 700 bytes; in memory, 50,000 closed attempts take about 10 MB. */
    static final SegmentLimits DEFAULT = new SegmentLimits(4L << 20, 16L << 20, 64, 50_000);

    /**
     * @param totalBytes of all segments
     * @param liveBytes that are needed of them
     */
    boolean isRewritingDue(long totalBytes, long liveBytes, int segments) {
        return segments > mostSegments || totalBytes > Math.max(freeBytes, TIMES_NEEDED * liveBytes);
    }
}
