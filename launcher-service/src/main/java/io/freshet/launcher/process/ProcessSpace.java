package io.freshet.launcher.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the processes of an attempt live. In a PID namespace of their own they die together with its first process, whatever sessions,
 * parents or environments they gave themselves, and can neither signal, trace nor see a process outside. Where the kernel grants no namespace,
 * what an attempt leaves behind is searched for, see {@link ProcessSweep}.
 *
 * @param prefix what stands before the wrapper; empty: there are no namespaces
 * @param givesRights whether the wrapper has rights in its namespace that the launcher has not, which are to be taken from the command
 */
record ProcessSpace(List<String> prefix, boolean givesRights) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSpace.class);
    private static final String SHELL = "/bin/sh";
    private static final int ENDED_BY_ITSELF = 42;

    ProcessSpace {
        prefix = List.copyOf(prefix);
    }

    /** No namespaces. */
    static final ProcessSpace SHARED = new ProcessSpace(List.of(), false);

    boolean isOwn() {
        return !prefix.isEmpty();
    }

    /** With root's rights. */
    private static final List<String> PRIVILEGED = List.of("--mount", "--propagation", "slave", "--pid", "--");

    /** With rights that hold in a user namespace only. */
    private static final List<String> UNPRIVILEGED =
            List.of("--user", "--map-current-user", "--keep-caps", "--mount", "--propagation", "slave", "--pid", "--");

    /**
     * The best that can be had here, found by trying.
     *
     * @param unshare the program; empty: not to be tried
     * @param canDrop whether the rights that come with a user namespace can be taken from a command
     */
    static ProcessSpace find(String unshare, boolean canDrop) throws IOException {
        if (!unshare.isEmpty()) {
            List<String> privileged = prefix(unshare, PRIVILEGED);
            if (works(privileged)) {
                return found(new ProcessSpace(privileged, false));
            }
            List<String> unprivileged = prefix(unshare, UNPRIVILEGED);
            if (canDrop && works(unprivileged)) {
                return found(new ProcessSpace(unprivileged, true));
            }
        }
        LOG.atWarn()
                .log(
                        "The kernel grants no PID namespaces: what an attempt leaves running is searched for, and can hide from that; see docs/operations/identity.md");
        return SHARED;
    }

    private static ProcessSpace found(ProcessSpace space) {
        LOG.atInfo().addKeyValue("prefix", space.prefix()).log("Attempts run in PID namespaces of their own");
        return space;
    }

    private static List<String> prefix(String unshare, List<String> options) {
        List<String> prefix = new ArrayList<>(List.of(unshare));
        prefix.addAll(options);
        return prefix;
    }

    private static boolean works(List<String> prefix) throws IOException {
        List<String> arguments = new ArrayList<>(prefix);
        // The first process of a namespace has the number 1 in it.
        arguments.addAll(
                List.of(SHELL, "-c", "(sh -c 'test \"$PPID\" = 1'; exit $?); test $? = 0 && exit " + ENDED_BY_ITSELF));
        long child = Spawn.start(new Spawn.Request(
                arguments,
                List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                Path.of("/"),
                Path.of("/dev/null"),
                Spawn.NO_INPUT));
        Posix.awaitEnd(child);
        return Posix.reap(child).status() == ENDED_BY_ITSELF;
    }
}
