package io.freshet.contracts.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the nearest of the words there are, by edits of one character and swaps of two neighbours. */
public final class Suggestion {
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The nearest candidate, if at most a third of it is written otherwise. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** A hint: the nearest candidate, else all of them. */
    public static String hint(String word, Collection<String> candidates) {
        return nearest(word, candidates).map("did you mean '%s'?"::formatted).orElseGet(() -> choice(candidates));
    }

    public static String choice(Collection<String> candidates) {
        return candidates.isEmpty()
                ? "there is none to choose from"
                : "use one of "
                        + String.join(", ", candidates.stream().limit(20).toList());
    }

    /** Optimal string alignment distance, without regard to case. */
    static int distance(String one, String other) {
        String a = one.toLowerCase(java.util.Locale.ROOT);
        String b = other.toLowerCase(java.util.Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
