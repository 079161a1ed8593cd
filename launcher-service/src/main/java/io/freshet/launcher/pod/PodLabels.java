package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.InstanceRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How pods are labelled and annotated: Kubernetes' recommended labels, and ours. A label's value may have 63 characters; what may be
 * longer is a hash there and whole in an annotation.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/">Recommended Labels</a>
 */
public final class PodLabels {
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String MANAGER = "freshet-launcher";

    /** Whose pod it is: an attempt, or the batch that is named like the pod. */
    public static final String ATTEMPT = "freshet.io/attempt";

    private static final String LAUNCHER = "freshet.io/launcher";
    private static final int LONGEST = 63;

    private PodLabels() {}

    static Map<String, String> labels(LaunchAttempt launch, String launcher) {
        InstanceRef instance = launch.instance();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("app.kubernetes.io/name", value(instance.task()));
        labels.put("app.kubernetes.io/instance", value(launch.run()));
        labels.put("app.kubernetes.io/component", "task");
        labels.put("app.kubernetes.io/part-of", "freshet");
        labels.put(MANAGED_BY, MANAGER);
        labels.put(LAUNCHER, value(launcher));
        labels.put("freshet.io/namespace", value(instance.namespace()));
        labels.put("freshet.io/workflow", value(instance.workflow()));
        labels.put("freshet.io/task", value(instance.task()));
        labels.put("freshet.io/partition", hash(instance.partition().toString()));
        labels.put("freshet.io/run", value(launch.run()));
        labels.put(ATTEMPT, launch.attempt());
        return labels;
    }

    /**
     * @param traceparent of what the task does
     */
    static Map<String, String> annotations(LaunchAttempt launch, String traceparent) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put("freshet.io/instance", launch.instance().toString());
        annotations.put("freshet.io/attempt-number", Integer.toString(launch.number()));
        annotations.put("freshet.io/installed-by", launch.work().installedBy());
        annotations.put("freshet.io/traceparent", traceparent);
        return annotations;
    }

    /** The attempt whose pod it is; empty if it is not one of ours. */
    public static Optional<String> attemptOf(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null && MANAGER.equals(labels.get(MANAGED_BY))
                ? Optional.ofNullable(labels.get(ATTEMPT))
                : Optional.empty();
    }

    /** Whether the launcher of that name made the pod. */
    public static boolean isOf(Pod pod, String launcher) {
        return value(launcher).equals(pod.getMetadata().getLabels().get(LAUNCHER));
    }

    /** The text if it can be a label's value, or else a part of it with its hash. */
    static String value(String text) {
        boolean fits = text.length() <= LONGEST && text.matches("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
        return fits ? text : hash(text);
    }

    private static String hash(String text) {
        return Sha256.of(text).brief();
    }
}
