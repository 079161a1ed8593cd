package io.freshet.launcher.config;

import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.pod.KubernetesSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How pods are made, where {@code freshet.launcher.executor} is {@code kubernetes}.
 *
 * @param namespace of the cluster in which pods run; absent: the launcher's own, or that of the kubeconfig
 * @param claim the persistent volume claim of that namespace which holds the storage root
 * @param image of tasks that name none; absent: they are refused
 * @param cpu of tasks that do not say
 * @param memory of tasks that do not say
 * @param pendingLimit how long a pod may take until its command runs
 * @param requests how many requests that change something may be under way at once
 * @param serviceAccount as which the launcher itself runs, which no task may; absent: not known
 * @param templates directory of the installation's pod templates; absent: there are none
 */
@ConfigurationProperties("freshet.launcher.kubernetes")
record KubernetesProperties(
        @Nullable String namespace,
        @Bindable(defaultValue = "freshet-data") String claim,
        @Nullable String image,
        @Bindable(defaultValue = "500m") String cpu,
        @Bindable(defaultValue = "512Mi") String memory,
        @Bindable(defaultValue = "10m") Duration pendingLimit,
        @Bindable(defaultValue = "32") int requests,
        @Nullable String serviceAccount,
        @Nullable Path templates) {
    KubernetesProperties {
        List<String> errors = new ArrayList<>();
        if (claim.isBlank()) {
            errors.add("claim: name the persistent volume claim of the storage root");
        }
        if (!pendingLimit.isPositive()) {
            errors.add("pending-limit: must be more than nothing");
        }
        if (requests <= 0) {
            errors.add("requests: must be at least 1");
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("freshet.launcher.kubernetes: " + String.join("; ", errors));
        }
    }

    /**
     * @param namespaceOfClient where the launcher itself is; absent: its kubeconfig names none, which means the default one
     */
    KubernetesSettings settings(
            LauncherProperties launcher, Path root, @Nullable String namespaceOfClient, TaskTracing tracing) {
        return new KubernetesSettings(
                Objects.requireNonNullElse(namespace, Objects.requireNonNullElse(namespaceOfClient, "default")),
                claim,
                root,
                launcher.instance(),
                image,
                cpu,
                memory,
                launcher.grace(),
                pendingLimit,
                requests,
                tracing);
    }
}
