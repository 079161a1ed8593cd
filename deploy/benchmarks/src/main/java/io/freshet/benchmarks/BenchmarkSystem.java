package io.freshet.benchmarks;

import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.InstanceState;
import io.freshet.embedded.DeletedTree;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.BundleWriter;
import io.freshet.language.bundle.InvalidBundleException;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Standalone;
import io.freshet.standalone.StandaloneSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A standalone on an empty directory of its own, gone again after the measurement. */
final class BenchmarkSystem implements AutoCloseable {
    static final String NAMESPACE = "benchmark";

    private final Path directory;
    private final Standalone standalone;
    private final EventTap tap;

    BenchmarkSystem(Map<String, Object> properties) throws IOException {
        this.directory = Files.createTempDirectory("freshet-benchmark");
        this.standalone = Standalone.start(new StandaloneSettings(new DataDirectory(directory), 0, true, properties));
        this.tap = new EventTap(standalone.endpoints().kafka());
    }

    /** One whose tasks start no process, so many at a time that slots are no limit. */
    static BenchmarkSystem withoutProcesses() throws IOException {
        return new BenchmarkSystem(
                Map.of("freshet.launcher.executor", "in-process", "freshet.admission.default-slots", 200));
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
    void deploy(String workflow) throws IOException, InvalidBundleException {
        RelativePath file = new RelativePath(Bundle.WORKFLOW_FILE);
        Bundle bundle = Bundle.of(Map.of(file, workflow.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        BundleWriter.writeZip(bundle, zip);
        try (SchedulerClient scheduler = standalone.endpoints().schedulerClient("benchmark")) {
            scheduler.deploy(NAMESPACE, zip.toByteArray());
        }
    }

    /** Waits until the history has so many finished attempts. */
    void awaitHistory(long attempts, Duration limit) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + limit.toNanos();
        try (AuditClient audit = standalone.endpoints().auditClient()) {
            while (finished(audit) < attempts) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("the history has only %d attempts".formatted(finished(audit)));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static long finished(AuditClient audit) throws IOException {
        return audit.summary(NAMESPACE).tasks().stream()
                .mapToLong(task -> task.states().getOrDefault(InstanceState.SUCCEEDED, 0L))
                .sum();
    }

    /** A file of a dataset of the benchmark's namespace. */
    Path file(String datasetPath, String name) {
        return directory
                .resolve("storage")
                .resolve(NAMESPACE)
                .resolve(datasetPath)
                .resolve(name);
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
