package io.freshet.launcher.config;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.language.identity.LauncherAccount;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.batch.BatchExecutor;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.identity.TaskIdentities;
import io.freshet.launcher.inprocess.InProcessExecutor;
import io.freshet.launcher.kubernetes.ApiServer;
import io.freshet.launcher.kubernetes.KubernetesExecutor;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodFactory;
import io.freshet.launcher.pod.PodIdentities;
import io.freshet.launcher.process.AttemptScript;
import io.freshet.launcher.process.ProcFs;
import io.freshet.launcher.process.ProcessExecutor;
import io.freshet.launcher.process.ProcessSettings;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.servicekit.time.SteadyClock;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes what runs attempts, as configured; the launcher closes it. */
@Factory
final class ExecutorFactory {
    @Singleton
    Executor executor(
            LauncherProperties properties,
            KubernetesProperties kubernetes,
            IdentityProperties identity,
            TracingProperties tracing,
            @Value("${freshet.storage.root}") Path storage)
            throws IOException {
        StorageRoot root = new StorageRoot(storage);
        IdentityPolicyFile policy = identity.file();
        return switch (properties.executor()) {
            case "kubernetes" -> pods(properties, kubernetes, policy, root, tracing.tasks());
            case "in-process" -> new InProcessExecutor(ProcFs.host(), Clock.systemUTC());
            default -> processes(properties, policy, root, tracing.tasks());
        };
    }

    private static Executor processes(
            LauncherProperties properties, @Nullable IdentityPolicyFile policy, StorageRoot root, TaskTracing tracing)
            throws IOException {
        return new ProcessExecutor(
                new ProcessSettings(
                        ProcFs.host(),
                        properties.grace(),
                        properties.user(),
                        properties.group(),
                        properties.allowRoot(),
                        properties.path(),
                        properties.namespaces(),
                        AttemptScript.install(root),
                        tracing),
                root.attempts(),
                Clock.systemUTC(),
                policy);
    }

    private static Executor pods(
            LauncherProperties properties,
            KubernetesProperties kubernetes,
            @Nullable IdentityPolicyFile policy,
            StorageRoot root,
            TaskTracing tracing)
            throws IOException {
        KubernetesClient client = ApiServer.client(Config.autoConfigure(null), kubernetes.requests());
        KubernetesSettings settings = kubernetes.settings(properties, root.root(), client.getNamespace(), tracing);
        PodIdentities identities = new PodIdentities(
                new TaskIdentities(policy, new LauncherAccount(ProcFs.user(), kubernetes.serviceAccount())),
                properties.user(),
                properties.group());
        InstantSource steady = new SteadyClock(System::nanoTime);
        KubernetesExecutor pods = new KubernetesExecutor(
                client,
                settings,
                new PodFactory(settings, identities::decide, kubernetes.templates(), ProcFs.mayGiveFilesAway()),
                Clock.systemUTC(),
                steady);
        return new BatchExecutor(pods, steady);
    }
}
