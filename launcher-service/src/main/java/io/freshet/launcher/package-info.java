/** The launcher: makes attempts, where and how they run, and shows accepted outputs in the directories that people read. */
@Configuration
@Requires(property = "freshet.service", value = "launcher")
@NullMarked
package io.freshet.launcher;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
