package io.freshet.audit.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Which traces are kept.
 *
 * @param sampled the part of the traces that is kept, from 0 to 1; of the others what failed is kept, unless it is 0
 */
@ConfigurationProperties("freshet.tracing")
record TracingProperties(@Bindable(defaultValue = "1") double sampled) {
    TracingProperties {
        if (!(sampled >= 0 && sampled <= 1)) {
            throw new IllegalArgumentException("freshet.tracing.sampled: use a number from 0 to 1");
        }
    }
}
