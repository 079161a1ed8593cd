package io.freshet.launcher.config;

import io.freshet.launcher.domain.TaskTracing;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What tasks get to know of traces.
 *
 * @param sampled the part of the traces, from 0 to 1, of which tasks are asked to record what they do
 * @param taskEndpoint an OTLP receiver that tasks can reach, {@code http://host:port}; absent: tasks get none
 */
@ConfigurationProperties("freshet.tracing")
record TracingProperties(
        @Bindable(defaultValue = "1") double sampled,
        @Nullable URI taskEndpoint) {
    TracingProperties {
        if (!(sampled >= 0 && sampled <= 1)) {
            throw new IllegalArgumentException("freshet.tracing.sampled: use a number from 0 to 1");
        }
        if (taskEndpoint != null && taskEndpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "freshet.tracing.task-endpoint: use an address such as http://collector:4318");
        }
    }

    TaskTracing tasks() {
        return new TaskTracing(sampled, taskEndpoint == null ? null : taskEndpoint.toString());
    }
}
