package io.freshet.launcher.config;

import io.freshet.language.identity.IdentityPolicyFile;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may run as whom.
 *
 * @param policy the file with the identity policy, the same as the scheduler's; absent: {@code freshet.launcher.*} decide
 */
@ConfigurationProperties("freshet.identity")
record IdentityProperties(@Nullable Path policy) {
    /**
     * The policy, or null.
     *
     * @throws IllegalArgumentException if it cannot be read or is not valid
     */
    @Nullable
    IdentityPolicyFile file() {
        return policy == null ? null : new IdentityPolicyFile(policy);
    }
}
