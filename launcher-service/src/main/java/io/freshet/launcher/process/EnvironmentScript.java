package io.freshet.launcher.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * A script of the shell that sets the variables of a command and then becomes the command, which are its arguments. It is read by a shell
 * that has the command's identity already, so that nothing of the launcher's is ever started with variables that a task chose, and it is
 * handed over as an open file, so that no other user reads them from a command line.
 */
final class EnvironmentScript {
    /**
     * Variables that shells keep for themselves: in one or the other of them they cannot be set, or have another value afterwards.
     */
    static final Set<String> KEPT_BY_SHELLS = Set.of(
            "_",
            "BASHOPTS",
            "BASH_VERSINFO",
            "EUID",
            "LINENO",
            "OLDPWD",
            "OPTIND",
            "PPID",
            "PWD",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SHLVL",
            "UID");

    private EnvironmentScript() {}

    /**
     * @param variables names that a shell can hold, none of {@link #KEPT_BY_SHELLS}; values without NUL
     */
    static byte[] of(Map<String, byte[]> variables) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        // The shell reads all of it before it does anything.
        add(script, "{\n");
        variables.forEach((name, value) -> {
            add(script, "export " + name + "='");
            for (byte b : value) {
                if (b == '\'') {
                    add(script, "'\\''");
                } else {
                    script.write(b);
                }
            }
            add(script, "'\n");
        });
        add(script, "exec \"$@\" </dev/null\n}\n");
        return script.toByteArray();
    }

    private static void add(ByteArrayOutputStream script, String text) {
        script.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
