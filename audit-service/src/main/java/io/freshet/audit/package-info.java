/** The audit service: serves history, lineage, logs and why, from what it read of the log. */
@Configuration
@Requires(property = "freshet.service", value = "audit")
@NullMarked
package io.freshet.audit;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
