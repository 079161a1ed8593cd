package io.freshet.launcher.process;

import io.freshet.launcher.dataplane.Owner;
import java.util.List;
import java.util.stream.Collectors;

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

    /** What stands before the command so that it runs as this identity, with no other groups. */
    List<String> prefix(String setpriv) {
        return switched ? List.of(setpriv, "--reuid=" + user, "--regid=" + group, groupsOption(), "--") : List.of();
    }

    private String groupsOption() {
        return groups.isEmpty()
                ? "--clear-groups"
                : groups.stream().map(String::valueOf).collect(Collectors.joining(",", "--groups=", ""));
    }
}
