package io.freshet.launcher.process;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.language.identity.LauncherAccount;
import io.freshet.launcher.identity.TaskIdentities;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * As whom processes run here: as the policy says if there is one, else as tasks and settings say.
 *
 * @param privileges what this launcher may do, none of which a task gets
 */
record ProcessIdentities(TaskIdentities policy, IdentityRule rule, Privileges privileges) {
    /**
     * Of this launcher.
     *
     * @param attempts the directory of the attempts' directories
     */
    static ProcessIdentities of(ProcessSettings settings, Path attempts, @Nullable IdentityPolicyFile policy)
            throws IOException {
        Program found = Program.find("setpriv", attempts, settings.path());
        Privileges privileges = Privileges.ours(found instanceof Program.Found(String path) ? path : "");
        IdentityRule rule = new IdentityRule(
                ProcFs.user(),
                ProcFs.group(),
                privileges.maySwitch(),
                settings.user(),
                settings.group(),
                settings.allowRoot());
        return new ProcessIdentities(
                new TaskIdentities(policy, new LauncherAccount(ProcFs.user(), null)), rule, privileges);
    }

    IdentityRule.Answer decide(LaunchAttempt launch) {
        if (!privileges.canDropAll()) {
            return new IdentityRule.Answer.Denied(
                    "this launcher has rights that no task may have, and no program to take them away: install setpriv"
                            + " (package util-linux), or run the launcher as an ordinary user without capabilities");
        }
        return policy.decide(launch)
                .map(rule::decide)
                .orElseGet(() -> rule.decide(launch.work().runAs()));
    }

    /** For reports. */
    String userOf(LaunchAttempt launch) {
        return decide(launch) instanceof IdentityRule.Answer.Granted(var identity)
                ? Integer.toString(identity.user())
                : "unknown";
    }
}
