package io.freshet.planner.domain;

/**
 * What happened to an instance since its last launch.
 *
 * @param input a fingerprint it reads changed, or it was asked for
 * @param code its task has new code
 * @param forced somebody wants it to run whatever its action key
 * @param owed its last evaluation has not succeeded, or there was none
 */
public record Dirt(boolean input, boolean code, boolean forced, boolean owed) {
    static final Dirt NEW = new Dirt(false, false, false, true);
    static final Dirt NONE = new Dirt(false, false, false, false);

    Dirt withInput() {
        return new Dirt(true, code, forced, owed);
    }

    Dirt withCode() {
        return new Dirt(input, true, forced, owed);
    }

    Dirt withForced(boolean alsoForced) {
        return new Dirt(input, code, forced || alsoForced, owed);
    }

    Dirt withoutForced() {
        return new Dirt(input, code, false, owed);
    }

    Dirt withOwed() {
        return new Dirt(input, code, forced, true);
    }

    Dirt withoutOwed() {
        return new Dirt(input, code, forced, false);
    }

    /** Whether something changed since the launch, so that its result is not the last word. */
    boolean sinceLaunch() {
        return input || code || forced;
    }

    /** Whether there is any reason to look at the action key. */
    boolean any() {
        return sinceLaunch() || owed;
    }
}
