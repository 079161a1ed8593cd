package io.freshet.language.identity;

import org.jspecify.annotations.Nullable;

/**
 * As whom a launcher runs, which no task may.
 *
 * @param user null: not known
 * @param serviceAccount null: not known, or not on Kubernetes
 */
public record LauncherAccount(
        @Nullable Integer user, @Nullable String serviceAccount) {
    /** Where nobody launches, as at a deployment. */
    public static final LauncherAccount UNKNOWN = new LauncherAccount(null, null);

    boolean is(TaskIdentity identity) {
        return (user != null && user == identity.user())
                || (serviceAccount != null && serviceAccount.equals(identity.serviceAccount()));
    }
}
