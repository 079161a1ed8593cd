package io.freshet.launcher.domain;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.TraceIds;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tasks get to know of the trace that their attempt is in.
 *
 * @param sampled the part of the traces, from 0 to 1, of which tasks are asked to record what they do
 * @param endpoint an OTLP receiver that tasks can reach; null: tasks get none
 */
public record TaskTracing(double sampled, @Nullable String endpoint) {
    /** All traces are recorded, and tasks get no receiver. */
    public static final TaskTracing ALL = new TaskTracing(1, null);

    /** The W3C {@code traceparent} of what the task does: within the attempt. */
    public String traceparent(LaunchAttempt launch) {
        String trace = launch.trace();
        return TraceIds.traceparent(trace, TraceIds.attempt(launch.attempt()), TraceIds.isSampled(trace, sampled));
    }

    /** Variables of OpenTelemetry's SDKs, which the task's own may replace. */
    public SortedMap<String, String> variables(LaunchAttempt launch) {
        SortedMap<String, String> variables = new TreeMap<>();
        variables.put("OTEL_SERVICE_NAME", launch.instance().task());
        if (endpoint != null) {
            variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint);
        }
        return variables;
    }
}
