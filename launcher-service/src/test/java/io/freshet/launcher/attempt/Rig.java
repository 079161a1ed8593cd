package io.freshet.launcher.attempt;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.domain.AttemptLifecycle;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.journal.JournalFollower;
import io.freshet.launcher.process.AttemptScript;
import io.freshet.launcher.process.ProcessExecutor;
import io.freshet.launcher.process.ProcessSettings;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A launcher without Kafka, with real processes, that can be killed and started again over the same directory. */
public final class Rig implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(20);
    public static final DatasetRef OUT = DatasetRef.parse("prod/made");
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public final StorageRoot root;
    public final RecordedReports reports = new RecordedReports();
    public long logLimit = 16 * 1024 * 1024;
    public Duration grace = Duration.ofMillis(300);
    public String instance = "launcher-0";
    public @Nullable Integer user;
    public boolean allowRoot = true;
    public boolean namespaces = true;
    public TaskTracing tracing = TaskTracing.ALL;
    public Disk disk = LocalDisk.SYNCED;
    public @Nullable IdentityPolicyFile policy;
    /** Called before every step of file work that lasts. */
    public io.freshet.launcher.dataplane.CrashPoints fileSteps = io.freshet.launcher.dataplane.CrashPoints.NONE;

    private final Clock clock = Clock.systemUTC();
    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable Attempts attempts;

    public Rig(Path directory) {
        this.root = new StorageRoot(directory);
    }

    /** In a directory that tasks of other users may enter, too. */
    public static Rig forEveryUser(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Rig(directory);
    }

    public Attempts start() throws IOException {
        return start(CrashPoints.NONE);
    }

    /** Starts a launcher, after which {@link #attempts} takes orders. */
    public Attempts start(CrashPoints crashPoints) throws IOException {
        return start(executor(), crashPoints);
    }

    public ProcessExecutor executor() throws IOException {
        return new ProcessExecutor(
                new ProcessSettings(
                        "here", grace, user, null, allowRoot, PATH, namespaces, AttemptScript.install(root), tracing),
                root.attempts(),
                clock,
                policy);
    }

    public Attempts start(Executor executor, CrashPoints crashPoints) throws IOException {
        LogTails logs = new LogTails(reports, clock, logLimit);
        AttemptMetrics figures = new AttemptMetrics() {
            @Override
            public void started(Duration latency) {}

            @Override
            public void finished(Outcome outcome) {}
        };
        Attempts started = new Attempts(
                new LauncherContext(
                        new AttemptLifecycle(executor.name(), Duration.ofHours(1)),
                        new AttemptRecords(root, instance, disk),
                        new DataPlane(root, instance, clock, disk, FreeSpace.withoutReserve(), fileSteps),
                        PublishedOutputs.NONE,
                        executor,
                        reports,
                        figures,
                        clock,
                        crashPoints),
                logs,
                8);
        parts.addAll(List.of(executor, logs, started));
        attempts = started;
        started.resume();
        return started;
    }

    public Attempts attempts() {
        return java.util.Objects.requireNonNull(attempts, "not started");
    }

    /** Ends the launcher and leaves processes alone, as a kill does. */
    public void stop() throws Exception {
        for (AutoCloseable part : parts) {
            part.close();
        }
        parts.clear();
        attempts = null;
    }

    @Override
    public void close() throws Exception {
        stop();
        if (isClosed()) {
            return;
        }
        // A failed test must not leave processes behind.
        Attempts last = start();
        last.stopAll();
        Eventually.eventually(PATIENCE, last::open, count -> count == 0);
        stop();
    }

    /** Whether nothing is left to do for any attempt, by what is on record. */
    public boolean isClosed() throws IOException {
        return new JournalFollower(journal()).open().isEmpty();
    }

    /** Where the launcher's records are. */
    public Path journal() {
        return root.internal().resolve("launchers").resolve(instance).resolve("journal");
    }

    /** Work that runs a shell script, which finds its output directory in {@code FRESHET_OUT_MADE}. */
    public AttemptSpec shell(String name, String script) throws IOException {
        return work(name, List.of("sh", "-c", script), Map.of(), null, null);
    }

    public AttemptSpec work(
            String name,
            List<String> command,
            Map<String, String> env,
            @Nullable RunAsSpec runAs,
            @Nullable Duration timeout)
            throws IOException {
        ContentStore contents = new ContentStore(root);
        byte[] tool = "#!/bin/sh\necho tool says $1\n".getBytes(StandardCharsets.UTF_8);
        Fingerprint object = contents.putObject(tool);
        Fingerprint code = contents.putManifest(
                new Manifest(List.of(new Manifest.Entry(new RelativePath("tool.sh"), tool.length, object))));
        return AttemptSpecBuilder.of(InstanceRef.parse("prod/flow/" + name))
                .run(new RunSpec(null, command, List.of("tool.sh"), env, ResourceSpec.DEFAULT))
                .code(code)
                .params(Map.of("currency", "EUR"))
                .outputs(List.of(new AttemptSpec.Output(OUT, "made", "**", List.of())))
                .actionKey(Sha256.of("key of " + name))
                .runAs(runAs)
                .timeout(timeout)
                .build();
    }

    public static LaunchAttempt order(AttemptSpec work) {
        return order(work, 1);
    }

    public static LaunchAttempt order(AttemptSpec work, int number) {
        InstanceRef instance = work.instance();
        String run = DerivedId.of("run", instance.toString());
        return new LaunchAttempt(
                DerivedId.attempt(instance, 1, number),
                number,
                List.of(run),
                work,
                Instant.parse("2026-01-05T06:00:00Z"));
    }

    public static CancelAttempt cancel(LaunchAttempt launch) {
        return new CancelAttempt(
                launch.instance(),
                launch.attempt(),
                launch.run(),
                Reason.CANCEL_REQUESTED,
                Instant.parse("2026-01-05T06:00:01Z"));
    }

    /** Launches, and waits until there is nothing left to do. */
    public AttemptFinished run(AttemptSpec work) throws IOException {
        LaunchAttempt order = order(work);
        attempts().launch(order);
        awaitIdle();
        return finish(order);
    }

    public void awaitIdle() {
        awaitIdle(PATIENCE);
    }

    public void awaitIdle(Duration patience) {
        Eventually.eventually(patience, () -> attempts().open(), open -> open == 0);
    }

    public AttemptFinished finish(LaunchAttempt order) {
        return reports.finished.stream()
                .filter(finish -> finish.attempt().equals(order.attempt()))
                .findFirst()
                .orElseThrow();
    }

    public void awaitStarted(LaunchAttempt order) {
        Eventually.eventually(
                PATIENCE,
                () -> reports.started.stream().anyMatch(s -> s.attempt().equals(order.attempt())),
                on -> on);
    }

    /** Where the command of an attempt works. */
    public Path work(LaunchAttempt order) {
        String name = Sha256.of(order.instance().toString()).hex().substring(0, 32);
        return root.internal().resolve("work").resolve(instance).resolve(name);
    }

    /** Where the records of an attempt are. */
    public Path directory(LaunchAttempt order) {
        return root.attempt(order.attempt());
    }

    public void awaitFile(Path file) {
        Eventually.eventually(PATIENCE, () -> Files.exists(file), there -> there);
    }
}
