package io.freshet.launcher.pod;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.launcher.identity.TaskIdentities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As whom pods may run: what the policy says; without a policy all as one user, and whoever asks for more is refused.
 *
 * @param user of all pods where there is no policy; null: there are none then
 * @param group null: the group with the user's number
 */
public record PodIdentities(
        TaskIdentities policy,
        @Nullable Integer user,
        @Nullable Integer group) {
    private static final String NO_POLICY = "no policy";

    public IdentityDecision decide(LaunchAttempt launch) {
        return policy.decide(launch).orElseGet(() -> withoutPolicy(launch));
    }

    private IdentityDecision withoutPolicy(LaunchAttempt launch) {
        if (launch.work().runAs() != null) {
            return new IdentityDecision.Denied(
                    NO_POLICY,
                    "the task asks for an identity, and there is no policy that could allow it",
                    "let an administrator write one and name it in freshet.identity.policy");
        }
        if (user == null || TaskIdentity.isRoot(user, group == null ? user : group, List.of())) {
            return new IdentityDecision.Denied(
                    user == null ? NO_POLICY : IdentityDecision.Denied.NO_ROOT,
                    "nobody says as whom tasks run",
                    "set freshet.identity.policy, or freshet.launcher.user to a user other than root");
        }
        return new IdentityDecision.Granted(
                new TaskIdentity("default", user, group == null ? user : group, List.of(), null), NO_POLICY);
    }
}
