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
 * @param beforeWrapper the program that makes the namespaces and then becomes the wrapper; empty: the wrapper is started as it is
 * @param beforeCommand the program that gives the command a {@code /proc} of its own namespace; empty: it has the wrapper's
 */
record ProcessSpace(Kind kind, List<String> beforeWrapper, List<String> beforeCommand) {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessSpace.class);
    private static final String SHELL = "/bin/sh";
    private static final int ENDED_BY_ITSELF = 42;

    /** Which namespaces there are, and who makes them. */
    enum Kind {
        /** None. */
        SHARED("shared"),
        /** The launcher starts the wrapper as the first process of a PID namespace: that takes root's rights, and one program less. */
        LAUNCHER_MADE("first"),
        /** A program makes them together with a user namespace, in which the wrapper has rights that the launcher has not. */
        USER_NAMESPACE("alone");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** What the wrapper is given to know it by. */
        String word() {
            return word;
        }
    }

    ProcessSpace {
        beforeWrapper = List.copyOf(beforeWrapper);
        beforeCommand = List.copyOf(beforeCommand);
    }

    /** No namespaces. */
    static final ProcessSpace SHARED = new ProcessSpace(Kind.SHARED, List.of(), List.of());

    boolean isOwn() {
        return kind != Kind.SHARED;
    }

    /** Whether the wrapper is to be started as the first process of a PID namespace. */
    boolean isLauncherMade() {
        return kind == Kind.LAUNCHER_MADE;
    }

    /** Whether the wrapper has rights in its namespace that the launcher has not, which are to be taken from the command. */
    boolean givesRights() {
        return kind == Kind.USER_NAMESPACE;
    }

    static ProcessSpace launcherMade(String unshare) {
        return new ProcessSpace(
                Kind.LAUNCHER_MADE,
                List.of(),
                List.of(unshare, "--mount", "--propagation", "slave", "--mount-proc", "--"));
    }

    static ProcessSpace userNamespace(String unshare) {
        return new ProcessSpace(
                Kind.USER_NAMESPACE,
                List.of(
                        unshare,
                        "--user",
                        "--map-current-user",
                        "--keep-caps",
                        "--mount",
                        "--propagation",
                        "slave",
                        "--pid",
                        "--"),
                List.of());
    }

    /**
     * The best that can be had here, found by trying.
     *
     * @param unshare the program; empty: not to be tried
     * @param canDrop whether the rights that the wrapper has can be taken from a command
     */
    static ProcessSpace find(String unshare, boolean canDrop) throws IOException {
        if (!unshare.isEmpty() && canDrop) {
            for (ProcessSpace space : List.of(launcherMade(unshare), userNamespace(unshare))) {
                if (space.works()) {
                    LOG.atInfo().addKeyValue("kind", space.kind()).log("Attempts run in PID namespaces of their own");
                    return space;
                }
            }
        }
        LOG.atWarn()
                .log(
                        "The kernel grants no PID namespaces: what an attempt leaves running is searched for, and can hide from that; see docs/operations/identity.md");
        return SHARED;
    }

    private boolean works() throws IOException {
        long child;
        try {
            child = Spawn.start(new Spawn.Request(
                    probe(),
                    List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
                    Path.of("/"),
                    Path.of("/dev/null"),
                    Spawn.NO_INPUT,
                    isLauncherMade()));
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("kind", kind).setCause(e).log("The kernel does not grant these namespaces");
            return false;
        }
        Posix.awaitEnd(child);
        return Posix.reap(child).status() == ENDED_BY_ITSELF;
    }

    /** Ends with the status that is waited for if a process below the wrapper is in a PID namespace, and sees that in its /proc. */
    private List<String> probe() {
        List<String> arguments = new ArrayList<>();
        if (isLauncherMade()) {
            // The first process of a namespace has the number 1 in it, and the one that it starts next the number 2.
            arguments.addAll(List.of(SHELL, "-c", "(exec \"$@\"); test $? = 0 && exit " + ENDED_BY_ITSELF, SHELL));
            arguments.addAll(beforeCommand);
            arguments.addAll(List.of(SHELL, "-c", "read -r number _ </proc/self/stat && test \"$number$PPID\" = 21"));
        } else {
            arguments.addAll(beforeWrapper);
            arguments.addAll(List.of(
                    SHELL, "-c", "(sh -c 'test \"$PPID\" = 1'; exit $?); test $? = 0 && exit " + ENDED_BY_ITSELF));
        }
        return arguments;
    }
}
