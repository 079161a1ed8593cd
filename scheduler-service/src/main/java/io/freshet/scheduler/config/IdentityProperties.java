package io.freshet.scheduler.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may run as whom.
 *
 * @param policy the file with the identity policy; absent: deployments are not asked
 */
@ConfigurationProperties("freshet.identity")
record IdentityProperties(@Nullable Path policy) {}
