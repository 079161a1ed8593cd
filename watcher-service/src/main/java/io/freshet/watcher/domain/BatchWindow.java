package io.freshet.watcher.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How long changes are collected into one batch, so that files which are written together are reported together. A batch ends when
 * nothing of the dataset is on its way any more and a moment has passed without news; and at the latest after the dataset's
 * settle time, or 20 ms if that is longer, so that a steady stream of files is not held up for ever.
 */
final class BatchWindow {
    private static final Duration QUIET = Duration.ofMillis(4);
    private static final Duration LONGEST = Duration.ofMillis(20);

    private BatchWindow() {}

    /**
     * When the batch ends, unless there is news until then.
     *
     * @param opened when the first change of the batch counted
     * @param lastNews when something last happened in the dataset
     * @param moreComing whether files are waiting to be still
     */
    public static Instant ends(Instant opened, Instant lastNews, boolean moreComing, Duration settle) {
        Instant latest = opened.plus(settle.compareTo(LONGEST) > 0 ? settle : LONGEST);
        if (moreComing) {
            return latest;
        }
        Instant quiet = (lastNews.isAfter(opened) ? lastNews : opened).plus(QUIET);
        return quiet.isBefore(latest) ? quiet : latest;
    }
}
