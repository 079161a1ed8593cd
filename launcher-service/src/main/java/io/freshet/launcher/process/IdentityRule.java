package io.freshet.launcher.process;

import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import java.util.List;
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

    /** Where a policy has decided: what it grants, and nothing else. */
    Answer decide(IdentityDecision decision) {
        return switch (decision) {
            case IdentityDecision.Denied denied -> new Answer.Denied(denied.toString());
            case IdentityDecision.Granted(TaskIdentity identity, String _) ->
                granted(identity.user(), identity.group(), identity.groups());
        };
    }

    /** Where there is no policy. */
    Answer decide(@Nullable RunAsSpec asked) {
        if (asked != null && asked.identity() != null) {
            return new Answer.Denied(
                    "it is to run as identity '%s', but this launcher has no identity policy: set freshet.identity.policy, or name a user in the task's runAs"
                            .formatted(asked.identity()));
        }
        Integer askedUser = asked == null ? null : asked.user();
        Integer askedGroup = asked == null ? null : asked.group();
        List<Integer> askedGroups = asked == null ? null : asked.groups();
        List<Integer> groups = askedGroups == null ? List.of() : askedGroups;
        int user = first(askedUser, defaultUser, ownUser);
        int group = first(askedGroup, askedUser == null ? defaultGroup : null, user == ownUser ? ownGroup : user);
        if (TaskIdentity.isRoot(user, group, groups) && !allowRoot) {
            return new Answer.Denied(
                    "it would run as user or group 0, which this launcher does not allow: name another user and group in"
                            + " the task's runAs, or set freshet.launcher.user and freshet.launcher.group, or allow root with freshet.launcher.allow-root");
        }
        return granted(user, group, groups);
    }

    private Answer granted(int user, int group, List<Integer> groups) {
        if (user == ownUser && group == ownGroup && groups.isEmpty()) {
            return new Answer.Granted(new ProcessIdentity(user, group, groups, false));
        }
        if (!maySwitch) {
            return new Answer.Denied(
                    "it is to run as user %d and group %d%s, but the launcher runs as %d and %d and may not switch: run the launcher as root, or leave out runAs"
                            .formatted(
                                    user, group, groups.isEmpty() ? "" : " with groups " + groups, ownUser, ownGroup));
        }
        return new Answer.Granted(new ProcessIdentity(user, group, groups, true));
    }

    private static int first(@Nullable Integer asked, @Nullable Integer byDefault, int own) {
        if (asked != null) {
            return asked;
        }
        return byDefault == null ? own : byDefault;
    }
}
