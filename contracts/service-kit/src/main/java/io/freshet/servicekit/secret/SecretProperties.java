package io.freshet.servicekit.secret;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the secrets are that a service is given.
 *
 * @param directory with a file {@code NAMESPACE.NAME} for each secret; null: there are none
 */
@ConfigurationProperties("freshet.secrets")
public record SecretProperties(@Nullable Path directory) {
    /** The secrets, which are read at each use. */
    public SecretFiles files() {
        return new SecretFiles(directory);
    }
}
