package io.freshet.endtoend.installation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A tmpfs of a test's own, which needs root. A shell mounts it and waits for the end of its input, which comes even if this JVM is killed;
 * then it takes the file system away, with all that is mounted below.
 */
public final class TemporaryFileSystem implements AutoCloseable {
    private static final String MOUNTED = "mounted";
    private static final int SECONDS_TO_UNMOUNT = 30;

    /** What ends a test by the keyboard, or its whole group, must not end the shell before it has unmounted. */
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            mount -t tmpfs -o "size=$2m,mode=0755" freshet-test "$1" || exit 1
            echo %s
            cat >/dev/null
            umount --lazy "$1"
            """.formatted(MOUNTED);

    private final Path directory;
    private final Process shell;

    private TemporaryFileSystem(Path directory, Process shell) {
        this.directory = directory;
        this.shell = shell;
    }

    /** Mounts one of so many MiB on a directory; empty if that is not allowed here. */
    public static Optional<TemporaryFileSystem> mount(Path directory, int mebibytes) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", SCRIPT, "sh", directory.toString(), Integer.toString(mebibytes))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = shell.inputReader();
        return MOUNTED.equals(said.readLine())
                ? Optional.of(new TemporaryFileSystem(directory, shell))
                : Optional.empty();
    }

    /** Takes it away, whoever still uses it. */
    @Override
    public void close() throws IOException, InterruptedException {
        shell.outputWriter().close();
        if (!shell.waitFor(SECONDS_TO_UNMOUNT, TimeUnit.SECONDS) || shell.exitValue() != 0) {
            throw new IOException(directory + " was not unmounted");
        }
    }
}
