package io.freshet.cli.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathTest {
    @TempDir
    private Path directory;

    @Test
    void jars_come_before_directories_and_both_keep_their_order() throws Exception {
        Path tests = Files.createDirectory(directory.resolve("a-tests"));
        Path classes = Files.createDirectory(directory.resolve("b-classes"));
        Path second = Files.createFile(directory.resolve("z.jar"));
        Path first = Files.createFile(directory.resolve("y.jar"));

        assertEquals(joined(second, first, tests, classes), ClassPath.jarsFirst(joined(tests, second, classes, first)));
    }

    @Test
    void one_without_directories_stays_as_it_is() {
        assertEquals("b.jar", ClassPath.jarsFirst("b.jar"));
    }

    private static String joined(Path... entries) {
        return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
