package io.freshet.endtoend.installation;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.ClassPath;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.embedded.DeletedTree;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.PostgresPrograms;
import io.freshet.testkit.spec.CopyBundle;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * What the product's processes load, as the JVM keeps it in an archive: tests start some thirty of them, and each would read, parse and
 * verify the same classes. Made by one standalone that does a little work and ends; a JVM that cannot use it goes on without. One of
 * several test JVMs makes it, and the others start their processes without it meanwhile.
 */
public final class ClassArchive {
    /** Below the directory of the module, which is where tests and what they start are run. As {@code pom.xml} names it. */
    private static final Path ARCHIVE = Path.of("target", "product.jsa");

    private static final Path BEING_MADE = Path.of("target", "product.jsa.new");
    private static final Path LOCK = Path.of("target", "product.jsa.lock");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ClassArchive() {}

    /** The options of a JVM that lives for a minute, among them that it uses the archive: as {@code pom.xml} has them, or none. */
    public static List<String> javaOptions() throws IOException, InterruptedException {
        makeOnce();
        return Files.exists(ARCHIVE) ? optionsOfTheBuild() : optionsWithoutArchive();
    }

    /** A standalone whose JVM has these options. */
    public static LocalStandalone standalone(DataDirectory data) throws IOException, InterruptedException {
        return new LocalStandalone(data, String.join(" ", javaOptions()));
    }

    /** Makes the archive if none has been made of these jars, and no other JVM is about to. */
    public static void makeOnce() throws IOException, InterruptedException {
        if (optionsOfTheBuild().isEmpty() || isUpToDate()) {
            return;
        }
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null && !isUpToDate()) {
                make();
            }
        }
    }

    /** Empty where something else than the build runs the tests. */
    private static List<String> optionsOfTheBuild() {
        String options = System.getenv(LocalStandalone.JAVA_OPTIONS);
        return options == null ? List.of() : List.of(options.strip().split("\\s+"));
    }

    private static boolean isUpToDate() throws IOException {
        if (!Files.exists(ARCHIVE)) {
            return false;
        }
        for (String entry : ClassPath.inherited().split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)
                    && Files.getLastModifiedTime(path).compareTo(Files.getLastModifiedTime(ARCHIVE)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void make() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("freshet-training");
        try {
            DataDirectory data = new DataDirectory(directory.resolve("data"));
            PostgresPrograms.link(data.postgresBinaries());
            LocalStandalone standalone = new LocalStandalone(data, optionsOfTraining());
            Endpoints endpoints = standalone.start(0);
            try {
                work(data, endpoints, directory.resolve("bundle"));
            } finally {
                LocalStandalone.stop(endpoints, LIMIT);
            }
            Files.move(BEING_MADE, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            DeletedTree.delete(directory);
        }
    }

    /** A JVM that is told of an archive that is not there uses not even its own. */
    private static List<String> optionsWithoutArchive() {
        return optionsOfTheBuild().stream()
                .filter(option -> !option.endsWith(ARCHIVE.toString()))
                .toList();
    }

    private static String optionsOfTraining() {
        return String.join(" ", optionsWithoutArchive()) + " -XX:ArchiveClassesAtExit=" + BEING_MADE;
    }

    private static void work(DataDirectory data, Endpoints endpoints, Path bundle) throws IOException {
        Path namespace = data.storage().resolve("training");
        Files.createDirectories(namespace.resolve("in"));
        Files.writeString(namespace.resolve("in").resolve("a.txt"), "content");
        try (SchedulerClient scheduler = endpoints.schedulerClient("training")) {
            scheduler.deploy("training", BundleDirectory.zip(CopyBundle.in(bundle)));
        }
        Eventually.eventually(
                LIMIT, () -> Files.readString(namespace.resolve("out").resolve("a.txt")));
    }
}
