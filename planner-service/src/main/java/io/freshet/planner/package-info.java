/** The planner: decides what must run, and why. */
@Configuration
@Requires(property = "freshet.service", value = "planner")
@NullMarked
package io.freshet.planner;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
