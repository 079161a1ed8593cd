package io.freshet.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Compares text with a file that is kept in the repository. {@code -Dfreshet.golden.update=true} writes the files instead; what
 * changed is then seen in the diff.
 */
public final class Golden {
    /** The property that makes comparisons write. */
    public static final String UPDATE = "freshet.golden.update";

    private Golden() {}

    /**
     * Compares a text with a file.
     *
     * @param file relative to the module's directory, where tests run, as in {@code src/test/resources/topology.txt}
     * @throws AssertionError if they differ; it names the first line that does
     */
    public static void check(Path file, String actual) {
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, actual);
                return;
            }
            String expected = Files.readString(file);
            if (!expected.equals(actual)) {
                throw new AssertionError(difference(file, expected, actual));
            }
        } catch (NoSuchFileException e) {
            throw new AssertionError("%s does not exist: run the test with -D%s=true".formatted(file, UPDATE), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String difference(Path file, String expected, String actual) {
        String[] wanted = expected.split("\n", -1);
        String[] got = actual.split("\n", -1);
        int line = 0;
        while (line < wanted.length && line < got.length && wanted[line].equals(got[line])) {
            line++;
        }
        return "%s differs from line %d:%n  kept: %s%n  now:  %s%nIf that is right, run the test with -D%s=true."
                .formatted(file, line + 1, lineAt(wanted, line), lineAt(got, line), UPDATE);
    }

    private static String lineAt(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(the end)";
    }
}
