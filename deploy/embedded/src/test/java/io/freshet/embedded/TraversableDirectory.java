package io.freshet.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** A directory of a test that other users may enter, too: PostgreSQL runs as one of them where the test is root. */
final class TraversableDirectory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        Path directory = Files.createTempDirectory("freshet-embedded");
        Permissions.traversable(directory);
        return directory;
    }
}
