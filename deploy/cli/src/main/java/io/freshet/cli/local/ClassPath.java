package io.freshet.cli.local;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of JVMs that this one starts. */
public final class ClassPath {
    private ClassPath() {}

    /** This JVM's class path, in the order of {@link #jarsFirst(String)}. */
    public static String inherited() {
        return jarsFirst(System.getProperty("java.class.path"));
    }

    /**
     * The same entries, jars before directories, otherwise in their order. Directories are there only when tests or an IDE run what was
     * compiled; the JVM cannot archive their classes, and uses an archive only if the class path begins with the jars that it was made of.
     */
    static String jarsFirst(String classPath) {
        List<String> entries = List.of(classPath.split(File.pathSeparator));
        return Stream.concat(
                        entries.stream().filter(entry -> !isDirectory(entry)),
                        entries.stream().filter(ClassPath::isDirectory))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isDirectory(String entry) {
        return Files.isDirectory(Path.of(entry));
    }
}
