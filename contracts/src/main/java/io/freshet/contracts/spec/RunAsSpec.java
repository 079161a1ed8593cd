package io.freshet.contracts.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The identity that a task asks for. Where there is an identity policy, what it says must be an identity's that the policy allows, and
 * what it leaves out is that identity's.
 *
 * @param identity its name in the identity policy; null: not said
 * @param serviceAccount on Kubernetes; null: not said
 * @param user numeric user id; null: not said
 * @param group numeric group id; null: not said
 * @param groups further numeric group ids, in any order; null: not said
 */
public record RunAsSpec(
        @Nullable String identity,
        @Nullable String serviceAccount,
        @Nullable Integer user,
        @Nullable Integer group,
        @Nullable List<Integer> groups) {
    /** Asks for nothing. */
    public static final RunAsSpec ANY = new RunAsSpec(null, null, null, null, null);

    public RunAsSpec {
        groups = groups == null ? null : List.copyOf(groups);
    }

    /** Asks for an identity by its name. */
    public static RunAsSpec named(String identity) {
        return new RunAsSpec(identity, null, null, null, null);
    }

    /** Asks for a user and a group, each null where it is left out. */
    public static RunAsSpec numbered(@Nullable Integer user, @Nullable Integer group) {
        return new RunAsSpec(null, null, user, group, null);
    }
}
