/** The watcher: sees files of datasets that nobody produces, and reports their changes. */
@Configuration
@Requires(property = "freshet.service", value = "watcher")
@NullMarked
package io.freshet.watcher;

import io.micronaut.context.annotation.Configuration;
import io.micronaut.context.annotation.Requires;
import org.jspecify.annotations.NullMarked;
