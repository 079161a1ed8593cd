package io.freshet.planner.domain.instance;

import io.freshet.contracts.data.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * What an instance has done.
 *
 * @param evaluation of the last launch; grows over the instance's whole life, also when it is removed and comes again
 * @param lastKey the action key of the last success, whose outputs it has
 * @param triedKey the action key of the last launch
 * @param holdsOutputs whether there may be rows of what it has made
 */
public record ActionHistory(
        long evaluation,
        @Nullable Fingerprint lastKey,
        @Nullable Fingerprint triedKey,
        boolean holdsOutputs) {
    ActionHistory launched(Fingerprint key) {
        return new ActionHistory(evaluation + 1, lastKey, key, holdsOutputs);
    }

    ActionHistory succeeded() {
        return new ActionHistory(evaluation, triedKey, triedKey, true);
    }

    /** What it had made was taken away, or is of no success any more. */
    ActionHistory retired(boolean kept) {
        return new ActionHistory(evaluation + 1, null, null, kept);
    }

    ActionHistory holdingOutputs() {
        return new ActionHistory(evaluation, lastKey, triedKey, true);
    }
}
