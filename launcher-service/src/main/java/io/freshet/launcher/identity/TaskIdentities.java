package io.freshet.launcher.identity;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.language.identity.LauncherAccount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * As whom attempts may run, by the policy as it is when it is asked. The deployment was asked as well, but the policy may have changed
 * since, and only the launcher knows who it is itself. Thread-safe.
 */
public final class TaskIdentities {
    private final @Nullable IdentityPolicyFile policy;
    private final LauncherAccount launcher;

    /**
     * @param policy null: there is none
     * @param launcher as whom this launcher runs, which no task may
     */
    public TaskIdentities(@Nullable IdentityPolicyFile policy, LauncherAccount launcher) {
        this.policy = policy;
        this.launcher = launcher;
    }

    /** Decides; empty if there is no policy, so that the executor's own settings decide. */
    public Optional<IdentityDecision> decide(LaunchAttempt launch) {
        RunAsSpec asked = launch.work().runAs();
        return policy == null
                ? Optional.empty()
                : Optional.of(policy.current()
                        .decide(launch.instance().namespace(), launch.work().installedBy(), asked, launcher));
    }
}
