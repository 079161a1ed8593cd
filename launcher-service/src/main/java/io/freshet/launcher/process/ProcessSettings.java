package io.freshet.launcher.process;

import io.freshet.launcher.domain.TaskTracing;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How attempts run as processes.
 *
 * @param host the name of this machine, for reports
 * @param grace between asking an attempt to end and ending it
 * @param user as whom attempts run whose task does not say; null: as whom the launcher runs
 * @param group null: the launcher's own, or for another user the group with the user's number
 * @param allowRoot whether an attempt may run as user 0
 * @param path the PATH of attempts
 * @param namespaces whether attempts get PID namespaces of their own where the kernel grants them
 * @param script where the wrapper script lies
 * @param tracing what tasks get to know of traces
 */
public record ProcessSettings(
        String host,
        Duration grace,
        @Nullable Integer user,
        @Nullable Integer group,
        boolean allowRoot,
        String path,
        boolean namespaces,
        Path script,
        TaskTracing tracing) {}
