package io.freshet.launcher.pod;

import io.freshet.launcher.domain.TaskTracing;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a launcher uses a cluster.
 *
 * @param namespace of the cluster, in which the pods run
 * @param claim the persistent volume claim of that namespace which holds the storage root
 * @param root the storage root; pods see their part of it under the same path
 * @param launcher the launcher's own name: whose pods they are
 * @param image of tasks that name none; null: they are refused
 * @param cpu of tasks that do not say, a Kubernetes quantity
 * @param memory of tasks that do not say, a Kubernetes quantity
 * @param grace between asking a pod to end and ending it
 * @param pendingLimit how long a pod may take until its command runs
 * @param requests how many requests that change something may be under way at once
 * @param tracing what tasks get to know of traces
 */
public record KubernetesSettings(
        String namespace,
        String claim,
        Path root,
        String launcher,
        @Nullable String image,
        String cpu,
        String memory,
        Duration grace,
        Duration pendingLimit,
        int requests,
        TaskTracing tracing) {}
