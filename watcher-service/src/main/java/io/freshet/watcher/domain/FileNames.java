package io.freshet.watcher.domain;

import java.util.List;

/**
 * Which names are no data: those that begin with a full stop, those that a dataset ignores, and its completion marker. In a pattern
 * {@code *} stands for any characters and {@code ?} for one, as in layouts.
 */
public record FileNames(List<String> ignored, String marker) {
    /**
     * @param marker the name of the completion marker; empty: none
     */
    public FileNames {
        ignored = List.copyOf(ignored);
    }

    /** Whether a file of this name may be data. */
    public boolean isData(String name) {
        if (name.startsWith(".") || isMarker(name)) {
            return false;
        }
        for (String pattern : ignored) {
            if (matches(pattern, name)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a directory of this name may contain data. */
    public boolean isEntered(String name) {
        return !name.startsWith(".");
    }

    public boolean isMarker(String name) {
        return !marker.isEmpty() && name.equals(marker);
    }

    /** Goes back to the last star only, so the cost is at most the product of the lengths. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
