package io.freshet.planner.domain.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the readers of a partition that changed.
 *
 * @param runs for which they are unsettled; empty if they are only evaluated
 * @param scope in which they are held; null if in none
 */
public record ReaderReaction(List<String> runs, @Nullable String scope) {
    public static final ReaderReaction EVALUATE = new ReaderReaction(List.of(), null);

    public ReaderReaction {
        runs = List.copyOf(runs);
    }

    public static ReaderReaction unsettle(List<String> runs) {
        return new ReaderReaction(runs, null);
    }
}
