package io.freshet.launcher.process;

import io.freshet.contracts.workflow.RunAsSpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides as whom an attempt runs: never as anybody else than asked, and never as root unless that is allowed.
 *
 * @param ownUser as whom the launcher runs
 * @param maySwitch whether the launcher may run processes as others
 * @param defaultUser of tasks that do not say; null: the launcher's
 * @param defaultGroup null: the launcher's own, or for another user the group with the user's number
 */
record IdentityRule(
        int ownUser,
        int ownGroup,
        boolean maySwitch,
        @Nullable Integer defaultUser,
        @Nullable Integer defaultGroup,
        boolean allowRoot) {
    sealed interface Answer {
        record Granted(ProcessIdentity identity) implements Answer {}

        record Denied(String message) implements Answer {}
    }

    Answer decide(@Nullable RunAsSpec asked) {
        Integer askedUser = asked == null ? null : asked.user();
        Integer askedGroup = asked == null ? null : asked.group();
        int user = first(askedUser, defaultUser, ownUser);
        int group = first(askedGroup, askedUser == null ? defaultGroup : null, user == ownUser ? ownGroup : user);
        if (user == 0 && !allowRoot) {
            return new Answer.Denied(
                    "it would run as root, which this launcher does not do: name a user in the task's runAs, or set"
                            + " freshet.launcher.user, or allow it with freshet.launcher.allow-root");
        }
        if (user == ownUser && group == ownGroup) {
            return new Answer.Granted(new ProcessIdentity(user, group, false));
        }
        if (!maySwitch) {
            return new Answer.Denied(
                    "it is to run as user %d and group %d, but the launcher runs as %d and %d and may not switch: run the launcher as root, or leave out runAs"
                            .formatted(user, group, ownUser, ownGroup));
        }
        return new Answer.Granted(new ProcessIdentity(user, group, true));
    }

    private static int first(@Nullable Integer asked, @Nullable Integer byDefault, int own) {
        if (asked != null) {
            return asked;
        }
        return byDefault == null ? own : byDefault;
    }
}
