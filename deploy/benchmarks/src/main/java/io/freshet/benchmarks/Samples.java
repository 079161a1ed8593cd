package io.freshet.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Durations that were measured, in nanoseconds. Not thread-safe. */
final class Samples {
    private long[] nanos = new long[64];
    private int size;

    void add(long duration) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = duration;
    }

    int size() {
        return size;
    }

    /** The smallest duration that at least the given share of the samples does not exceed, in milliseconds. */
    double millis(double share) {
        if (size == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(share * size) - 1;
        return rounded(sorted[Math.clamp(index, 0, size - 1)] / 1e6);
    }

    /** Number, median, 99th percentile and largest, in milliseconds. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("samples", size);
        figures.put("p50Millis", millis(0.50));
        figures.put("p90Millis", millis(0.90));
        figures.put("p99Millis", millis(0.99));
        figures.put("maxMillis", millis(1));
        return figures;
    }

    static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.3f", value));
    }
}
