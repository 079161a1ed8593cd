package io.freshet.planner.domain.instance;

/**
 * What happened to an instance since its last launch.
 *
 * @param input a fingerprint it reads changed, or it was asked for
 * @param code its task has new code
 * @param forced somebody wants it to run whatever its action key
 * @param owed its last evaluation has not succeeded, or there was none
 */
public record DirtyFlags(boolean input, boolean code, boolean forced, boolean owed) {
    public static final DirtyFlags NEW = new DirtyFlags(false, false, false, true);
    public static final DirtyFlags NONE = new DirtyFlags(false, false, false, false);

    public DirtyFlags withInput() {
        return new DirtyFlags(true, code, forced, owed);
    }

    public DirtyFlags withCode() {
        return new DirtyFlags(input, true, forced, owed);
    }

    public DirtyFlags withForced(boolean alsoForced) {
        return new DirtyFlags(input, code, forced || alsoForced, owed);
    }

    public DirtyFlags withoutForced() {
        return new DirtyFlags(input, code, false, owed);
    }

    DirtyFlags withOwed() {
        return new DirtyFlags(input, code, forced, true);
    }

    DirtyFlags withoutOwed() {
        return new DirtyFlags(input, code, forced, false);
    }

    /** Whether something changed since the launch, so that its result is not the last word. */
    boolean sinceLaunch() {
        return input || code || forced;
    }

    /** Whether there is any reason to look at the action key. */
    public boolean any() {
        return sinceLaunch() || owed;
    }
}
