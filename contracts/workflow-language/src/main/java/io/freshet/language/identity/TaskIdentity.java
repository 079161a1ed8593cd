package io.freshet.language.identity;

import io.freshet.contracts.spec.RunAsSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As whom tasks may run.
 *
 * @param name in the policy
 * @param user numeric user id, never 0
 * @param group numeric group id, never 0
 * @param groups further numeric group ids, never 0
 * @param serviceAccount on Kubernetes; null: one without rights, of which no token is mounted
 */
public record TaskIdentity(
        String name,
        int user,
        int group,
        List<Integer> groups,
        @Nullable String serviceAccount) {
    /**
     * @throws IllegalArgumentException for user or group 0
     */
    public TaskIdentity {
        groups = List.copyOf(groups);
        if (isRoot(user, group, groups)) {
            throw new IllegalArgumentException("identity '%s' has the user or a group of root".formatted(name));
        }
    }

    /** Whether a process with these numbers has root's rights to anything: as its user, its group or a further group. */
    public static boolean isRoot(int user, int group, List<Integer> groups) {
        return user <= 0 || group <= 0 || groups.stream().anyMatch(each -> each <= 0);
    }

    /** Whether it is all that is asked for; what is not said fits. */
    boolean fits(RunAsSpec asked) {
        return (asked.identity() == null || asked.identity().equals(name))
                && (asked.user() == null || asked.user() == user)
                && (asked.group() == null || asked.group() == group)
                && (asked.groups() == null || Set.copyOf(asked.groups()).equals(Set.copyOf(groups)))
                && (asked.serviceAccount() == null || asked.serviceAccount().equals(serviceAccount));
    }
}
