package io.freshet.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;

/** Of the Prometheus operator's kinds, which the client has no classes for, as much as the chart uses, by the operator's API reference. */
final class PrometheusOperator {
    private PrometheusOperator() {}

    record ServiceMonitor(String apiVersion, String kind, ObjectMeta metadata, ServiceMonitorSpec spec) {}

    record ServiceMonitorSpec(String jobLabel, LabelSelector selector, List<Endpoint> endpoints) {}

    record Endpoint(String port, String path, String interval) {}

    record PrometheusRule(String apiVersion, String kind, ObjectMeta metadata, PrometheusRuleSpec spec) {}

    record PrometheusRuleSpec(List<Group> groups) {}

    record Group(String name, List<Rule> rules) {}

    @JsonInclude(value = JsonInclude.Include.NON_NULL)
    record Rule(
            String alert,
            String expr,

            @JsonInclude(value = JsonInclude.Include.NON_NULL) @com.fasterxml.jackson.annotation.JsonProperty("for")
            String duration,

            Map<String, String> labels,
            Map<String, String> annotations) {}
}
