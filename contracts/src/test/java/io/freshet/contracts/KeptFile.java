package io.freshet.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that is kept in the repository; {@code -Dfreshet.golden.update=true} writes it anew. As the testkit's {@code Golden}, which this
 * module cannot use because the testkit is built on it.
 */
public final class KeptFile {
    private static final boolean UPDATE = Boolean.getBoolean("freshet.golden.update");

    private KeptFile() {}

    /** Compares a text with a file, whose path is relative to the module. */
    public static void check(Path file, String actual) throws IOException {
        if (UPDATE) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
            return;
        }
        assertTrue(Files.exists(file), file + " does not exist: run the test with -Dfreshet.golden.update=true");
        assertEquals(
                Files.readString(file),
                actual,
                file + ": if that is right, run the test with -Dfreshet.golden.update=true");
    }

    /** As {@link #check}, but what is there is never written anew. */
    public static void checkForEver(Path file, String actual) throws IOException {
        if (Files.exists(file)) {
            assertEquals(
                    Files.readString(file),
                    actual,
                    file
                            + ": what was released never changes; if this was not, delete the file and run with -Dfreshet.golden.update=true");
        } else {
            check(file, actual);
        }
    }
}
