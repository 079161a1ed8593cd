package io.freshet.launcher.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What this launcher may do by the kernel, and how a process of another identity, or without these rights, is started from it.
 *
 * @param setpriv the program that switches and gives up rights; empty if there is none
 * @param maySwitch whether processes can be started as other users
 * @param hasCapabilities whether there are rights that a process of the launcher's own user would inherit
 * @param mayDropBounds whether the bounds of what executing a file can give can be lowered
 */
record Privileges(String setpriv, boolean maySwitch, boolean hasCapabilities, boolean mayDropBounds) {
    private static final int SET_PCAP = 8;

    /** Of this process. */
    static Privileges ours(String setpriv) throws IOException {
        return new Privileges(
                setpriv,
                ProcFs.maySwitchUser() && !setpriv.isEmpty(),
                ProcFs.user() == 0 || ProcFs.hasAnyCapability(),
                ProcFs.has(SET_PCAP));
    }

    /** Whether a process can be started that has none of our rights. */
    boolean canDropAll() {
        return !hasCapabilities || !setpriv.isEmpty();
    }

    /** What stands before the shell that becomes the command, so that it has this identity and no right beyond it; empty if it has already. */
    List<String> prefix(ProcessIdentity identity, ProcessSpace space) {
        if (!identity.switched() && !hasCapabilities && !space.givesRights()) {
            return List.of();
        }
        List<String> prefix = new ArrayList<>(List.of(setpriv));
        if (identity.switched()) {
            prefix.add("--reuid=" + identity.user());
            prefix.add("--regid=" + identity.group());
            prefix.add(
                    identity.groups().isEmpty()
                            ? "--clear-groups"
                            : identity.groups().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",", "--groups=", "")));
        }
        prefix.addAll(List.of("--inh-caps=-all", "--ambient-caps=-all"));
        if (mayDropBounds || space.givesRights()) {
            prefix.add("--bounding-set=-all");
        }
        prefix.addAll(List.of("--no-new-privs", "--"));
        return prefix;
    }
}
