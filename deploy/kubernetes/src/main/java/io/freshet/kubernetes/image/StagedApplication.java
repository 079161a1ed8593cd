package io.freshet.kubernetes.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What becomes {@code /app} in an image, laid out in a directory: jars in a fixed order with a fixed time, which the JVM's ahead-of-time
 * cache compares with what it was trained on.
 */
final class StagedApplication {
    /** Of everything in an image, so that building again gives the same bytes. */
    static final Instant TIME = Instant.ofEpochSecond(1);

    private static final String OURS = "freshet-";
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseG1GC",
            "-XX:MaxRAMPercentage=60",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "-Duser.language=en");

    private final Path directory;
    private final ImageSpec spec;
    private final List<Path> jars;

    private StagedApplication(Path directory, ImageSpec spec, List<Path> jars) {
        this.directory = directory;
        this.spec = spec;
        this.jars = jars;
    }

    /**
     * Lays out an application anew.
     *
     * @param repository where the modules are, packaged
     */
    static StagedApplication stage(ImageSpec spec, Path repository, Path directory) throws IOException {
        delete(directory);
        Path lib = Files.createDirectories(directory.resolve("lib"));
        List<Path> jars = new ArrayList<>();
        for (Path jar : classPath(repository.resolve(spec.module()))) {
            Path staged = lib.resolve(jar.getFileName());
            Files.copy(jar, staged);
            Files.setLastModifiedTime(staged, FileTime.from(TIME));
            jars.add(staged);
        }
        try (InputStream log = Objects.requireNonNull(StagedApplication.class.getResourceAsStream("logback.xml"))) {
            Files.copy(log, directory.resolve("logback.xml"));
        }
        return new StagedApplication(directory, spec, jars);
    }

    /** Where it is staged. */
    Path directory() {
        return directory;
    }

    ImageSpec spec() {
        return spec;
    }

    List<Path> libraries() {
        return jars.stream().filter(jar -> !isOurs(jar)).toList();
    }

    List<Path> ours() {
        return jars.stream().filter(StagedApplication::isOurs).toList();
    }

    Path logConfiguration() {
        return directory.resolve("logback.xml");
    }

    /** Where the ahead-of-time cache is, once trained. */
    Path cache() {
        return directory.resolve("freshet.aot");
    }

    /**
     * The JVM's arguments, one each, up to and with the main class.
     *
     * @param root where the application lies when they are used
     */
    List<String> arguments(String root, List<String> first) {
        List<String> arguments = new ArrayList<>(first);
        arguments.addAll(OPTIONS);
        arguments.add("-Dlogback.configurationFile=" + root + "/logback.xml");
        arguments.add("-cp");
        arguments.add(
                jars.stream().map(jar -> root + "/lib/" + jar.getFileName()).collect(Collectors.joining(":")));
        arguments.add(spec.mainClass());
        return arguments;
    }

    /** Those of the image, as the file that {@code java @file} reads. */
    Path argumentFile(String root) throws IOException {
        List<String> first = Files.exists(cache()) ? List.of("-XX:AOTCache=" + root + "/freshet.aot") : List.of();
        return Files.writeString(
                directory.resolve("java.args"),
                String.join("\n", arguments(root, first)) + "\n",
                StandardCharsets.UTF_8);
    }

    private static boolean isOurs(Path jar) {
        return jar.getFileName().toString().startsWith(OURS);
    }

    /** Of a module: its own jar first, then the others by name. */
    private static List<Path> classPath(Path module) throws IOException {
        Path target = module.resolve("target");
        List<Path> path = new ArrayList<>();
        for (String jar :
                Files.readString(target.resolve("runtime.classpath")).strip().split(":")) {
            path.add(Path.of(jar));
        }
        path.sort(Comparator.comparing(jar -> jar.getFileName().toString()));
        path.addFirst(own(target, "freshet-%s-[0-9].*[.]jar".formatted(module.getFileName())));
        return Collections.unmodifiableList(path);
    }

    /** A module's own jar, which lies beside its classes or, for the command line, among what it runs with. */
    private static Path own(Path target, String name) throws IOException {
        for (Path directory : List.of(target, target.resolve("lib"))) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (Stream<Path> files = Files.list(directory)) {
                Optional<Path> jar = files.filter(
                                file -> file.getFileName().toString().matches(name))
                        .min(Comparator.naturalOrder());
                if (jar.isPresent()) {
                    return jar.get();
                }
            }
        }
        throw new IOException(target + " has no jar: package the module first");
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
