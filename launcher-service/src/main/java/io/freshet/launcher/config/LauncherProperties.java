package io.freshet.launcher.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The launcher's own settings.
 *
 * @param instance unique among the launchers of an installation, and the same after a restart
 * @param executor {@code process}, {@code kubernetes}, or {@code in-process}, which does nothing and is for benchmarks
 * @param parallelism how many attempts may be prepared or taken over at a time
 * @param maxOpen how many attempts may be under way before further orders wait
 * @param sync whether what is written down counts only when the device has it; without, it outlives the launcher but not a power failure
 * @param timeout how long an attempt may run whose task does not say
 * @param grace between asking an attempt to end and ending it
 * @param logLimit how many bytes of an attempt's log are sent
 * @param user as whom attempts run whose task does not say; absent: as whom the launcher runs
 * @param group absent: the launcher's own, or for another user the group with the user's number
 * @param allowRoot whether an attempt may run as user 0
 * @param path the PATH of attempts
 * @param namespaces whether attempts get PID namespaces of their own where the kernel grants them; else what they leave running is searched for
 * @param onClose {@code leave}: what runs goes on and is taken up by the next launcher; {@code kill}: it ends and is reported as lost
 */
@ConfigurationProperties("freshet.launcher")
record LauncherProperties(
        @Bindable(defaultValue = "launcher-0") String instance,
        @Bindable(defaultValue = "process") String executor,
        @Bindable(defaultValue = "64") int parallelism,
        @Bindable(defaultValue = "10000") int maxOpen,
        @Bindable(defaultValue = "true") boolean sync,
        @Bindable(defaultValue = "24h") Duration timeout,
        @Bindable(defaultValue = "10s") Duration grace,
        @Bindable(defaultValue = "16777216") long logLimit,
        @Nullable Integer user,
        @Nullable Integer group,
        @Bindable(defaultValue = "false") boolean allowRoot,

        @Bindable(defaultValue = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        String path,

        @Bindable(defaultValue = "true") boolean namespaces,
        @Bindable(defaultValue = "leave") String onClose) {
    LauncherProperties {
        List<String> errors = new ArrayList<>();
        require(
                errors,
                instance.matches("[A-Za-z0-9._-]{1,100}"),
                "instance: use 1 to 100 letters, digits, '.', '_', '-'");
        require(
                errors,
                List.of("process", "kubernetes", "in-process").contains(executor),
                "executor: use process, kubernetes or in-process");
        require(errors, parallelism > 0, "parallelism: must be at least 1");
        require(errors, maxOpen > 0, "max-open: must be at least 1");
        require(errors, timeout.isPositive(), "timeout: must be more than nothing");
        require(errors, !grace.isNegative(), "grace: must not be negative");
        require(errors, logLimit >= 0, "log-limit: must not be negative");
        require(errors, user == null || user >= 0, "user: must be a user's number");
        require(errors, group == null || group >= 0, "group: must be a group's number");
        require(errors, List.of("leave", "kill").contains(onClose), "on-close: use leave or kill");
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("freshet.launcher: " + String.join("; ", errors));
        }
    }

    boolean killsOnClose() {
        return onClose.equals("kill");
    }

    private static void require(List<String> errors, boolean fulfilled, String error) {
        if (!fulfilled) {
            errors.add(error);
        }
    }
}
