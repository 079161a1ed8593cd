/** The scheduler: decides when ready instances are launched, and answers the API through which people deploy and run. */
@Configuration
@Requires(property = "freshet.service", value = "scheduler")
@NullMarked
package io.freshet.scheduler;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
