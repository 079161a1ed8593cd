package io.freshet.launcher.process;

import io.freshet.launcher.dataplane.Owner;
import java.util.List;

/**
 * As whom a process runs.
 *
 * @param groups further groups; those of the launcher are never passed on to another identity
 * @param switched whether that is another identity than ours
 */
record ProcessIdentity(int user, int group, List<Integer> groups, boolean switched) {
    ProcessIdentity {
        groups = List.copyOf(groups);
    }

    Owner owner() {
        return switched ? Owner.identity(user, group) : Owner.OURSELVES;
    }
}
