package io.freshet.launcher.kubernetes;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.launcher.attempt.CrashPoints;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.batch.BatchExecutor;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodFactory;
import io.freshet.servicekit.time.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A launcher without Kafka whose attempts are pods. */
final class PodRig implements AutoCloseable {
    final Rig rig;
    private final TestCluster cluster;
    Duration pendingLimit = Duration.ofSeconds(30);

    /** By which attempts wait for company. */
    InstantSource gathering = Clock.systemUTC();

    /** By which it is measured how long pods wait. */
    InstantSource steady = new SteadyClock(System::nanoTime);

    private @Nullable BatchExecutor batching;

    private @Nullable KubernetesExecutor executor;

    private @Nullable Path templates;

    Line line;
    IdentityDecision decision;
    String image;

    PodRig(TestCluster cluster) throws IOException {
        this.cluster = cluster;
        this.line = cluster.lines().open();
        this.rig = new Rig(cluster.root());
        this.image = cluster.image();
        this.decision = new IdentityDecision.Granted(
                new TaskIdentity("etl", cluster.user(), cluster.user(), List.of(), null), "everybody");
    }

    /** Whether the launcher knows all pods that there were when it started. */
    boolean isSynced() {
        return Objects.requireNonNull(executor, "not started").isSynced();
    }

    /** Removes what is not wanted, as is done from time to time. */
    void sweep(Predicate<String> wanted) throws IOException {
        Objects.requireNonNull(executor, "not started").removeUnwanted(wanted);
    }

    void start() throws IOException {
        start(CrashPoints.NONE);
    }

    void start(CrashPoints crashPoints) throws IOException {
        KubernetesSettings settings = new KubernetesSettings(
                cluster.namespace(),
                cluster.claim(),
                cluster.root(),
                rig.instance,
                image,
                "100m",
                "64Mi",
                Duration.ofSeconds(2),
                pendingLimit,
                8,
                TaskTracing.ALL);
        KubernetesExecutor single = new KubernetesExecutor(
                cluster.client(line),
                settings,
                new PodFactory(settings, _ -> decision, templates, true),
                Clock.systemUTC(),
                steady);
        executor = single;
        batching = new BatchExecutor(single, gathering);
        rig.start(batching, crashPoints);
        batching.keepOnly(rig.attempts()::isOpen);
    }

    /** How many attempts wait for company. */
    int waiting() {
        return Objects.requireNonNull(batching, "not started").waiting();
    }

    /** Writes a template for the launcher that is started next. */
    void writeTemplate(String file, String yaml) throws IOException {
        templates = Files.createDirectories(cluster.root().resolve("templates"));
        Files.writeString(templates.resolve(file), yaml);
    }

    LaunchAttempt launch(AttemptSpec work) throws IOException {
        LaunchAttempt order = Rig.order(work);
        rig.attempts().launch(order);
        return order;
    }

    AttemptFinished run(AttemptSpec work) throws IOException {
        return rig.run(work);
    }

    /** Ends the launcher and leaves pods alone, as a kill does: the server does not hear of it. */
    void stop() throws Exception {
        // What it had under way does not come through any more.
        line.cut();
        rig.stop();
        line = cluster.lines().open();
    }

    @Override
    public void close() throws Exception {
        stop();
        rig.close();
    }
}
