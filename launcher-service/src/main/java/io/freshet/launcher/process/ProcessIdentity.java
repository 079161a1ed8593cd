package io.freshet.launcher.process;

import io.freshet.launcher.dataplane.Owner;
import java.util.List;

/**
 * As whom a process runs.
 *
 * @param switched whether that is another identity than ours
 */
record ProcessIdentity(int user, int group, boolean switched) {

    Owner owner() {
        return switched ? Owner.identity(user, group) : Owner.OURSELVES;
    }

    /** What stands before the command so that it runs as this identity, with no other groups. */
    List<String> prefix(String setpriv) {
        return switched ? List.of(setpriv, "--reuid=" + user, "--regid=" + group, "--clear-groups", "--") : List.of();
    }
}
