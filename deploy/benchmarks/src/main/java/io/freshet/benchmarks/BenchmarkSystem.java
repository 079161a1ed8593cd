package io.freshet.benchmarks;

import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.embedded.DeletedTree;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Standalone;
import io.freshet.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A standalone on an empty directory of its own, gone again after the measurement. */
final class BenchmarkSystem implements AutoCloseable {
    static final String NAMESPACE = "benchmark";

    private final Path directory;
    private final Standalone standalone;
    private final EventTap tap;

    BenchmarkSystem(Map<String, Object> properties) throws IOException {
        this.directory = Files.createTempDirectory("freshet-benchmark");
        this.standalone =
                Standalone.start(new StandaloneSettings(new DataDirectory(directory), 0, true, properties));
        this.tap = new EventTap(standalone.endpoints().kafka());
    }

    Path directory() {
        return directory;
    }

    EventTap tap() {
        return tap;
    }

    Standalone standalone() {
        return standalone;
    }

    /** Deploys a workflow that is one file. */
    void deploy(String workflow) throws IOException, InterruptedException {
        Path bundle = Files.createTempDirectory(directory, "bundle");
        Files.writeString(bundle.resolve("workflow.yaml"), workflow);
        new SchedulerClient(standalone.endpoints().scheduler(), "benchmark").deploy(NAMESPACE, bundle);
    }

    /** A file of a dataset of the benchmark's namespace. */
    Path file(String datasetPath, String name) {
        return directory.resolve("storage").resolve(NAMESPACE).resolve(datasetPath).resolve(name);
    }

    /** Puts a file in place by renaming; returns {@link System#nanoTime} of the moment after. */
    long drop(Path file, String content) throws IOException {
        Path aside = directory.resolve("storage").resolve(NAMESPACE).resolve(file.getFileName() + ".aside");
        Files.createDirectories(file.getParent());
        Files.writeString(aside, content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return System.nanoTime();
    }

    @Override
    public void close() throws IOException {
        tap.close();
        standalone.close();
        DeletedTree.delete(directory);
    }
}
