package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a partial pod template says, by where it belongs.
 *
 * @param spec what belongs to the pod; this one only, may be changed
 * @param serviceAccountToken whether the token of the service account is mounted
 */
record TemplateParts(
        PodSpec spec,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<EnvVar> env,
        List<EnvFromSource> envFrom,
        List<VolumeMount> volumeMounts,
        List<Container> sidecars,
        @Nullable String imagePullPolicy,
        boolean serviceAccountToken) {
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();
    private static final List<String> OF_THE_POD = List.of(
            "nodeSelector",
            "tolerations",
            "affinity",
            "topologySpreadConstraints",
            "priorityClassName",
            "runtimeClassName",
            "schedulerName",
            "imagePullSecrets",
            "terminationGracePeriodSeconds",
            "initContainers",
            "volumes");

    /**
     * @param template as in the task's {@code run.pod}, checked before
     * @throws IllegalArgumentException if a part of it is not what Kubernetes expects there
     */
    static TemplateParts of(Map<String, Object> template) {
        Map<String, Object> pod = new LinkedHashMap<>(template);
        pod.keySet().retainAll(OF_THE_POD);
        return new TemplateParts(
                MODEL.convertValue(pod, PodSpec.class),
                texts(template.get("labels")),
                texts(template.get("annotations")),
                items(template.get("env"), EnvVar.class),
                items(template.get("envFrom"), EnvFromSource.class),
                items(template.get("volumeMounts"), VolumeMount.class),
                items(template.get("sidecars"), Container.class),
                template.get("imagePullPolicy") instanceof String policy ? policy : null,
                Boolean.TRUE.equals(template.get("serviceAccountToken")));
    }

    private static Map<String, String> texts(@Nullable Object map) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        }
        return texts;
    }

    private static <T> List<T> items(@Nullable Object list, Class<T> type) {
        return list instanceof List<?> items
                ? items.stream().map(item -> MODEL.convertValue(item, type)).toList()
                : List.of();
    }
}
