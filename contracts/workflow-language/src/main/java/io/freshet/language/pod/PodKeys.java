package io.freshet.language.pod;

import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Section;

/** The keys of a pod's template, whose values are as Kubernetes has them: they are taken over as they stand and checked by rules. */
public final class PodKeys {
    public static final Section POD = new Section("`spec.tasks.<name>.run.pod` (values as Kubernetes has them)");

    static {
        key("labels", "mapping of texts", "none", "Further labels, such as the queue of Kueue.");
        key("annotations", "mapping of texts", "none", "Further annotations.");
        key("nodeSelector", "mapping of texts", "any node", "Labels that its node must have.");
        key("tolerations", "list", "none", "Taints of nodes that it bears.");
        key("affinity", "mapping", "none", "Which nodes and neighbours it likes or avoids.");
        key("topologySpreadConstraints", "list", "none", "How pods spread over nodes and zones.");
        key("priorityClassName", "text", "the cluster's", "Its priority class, none of the system's.");
        key("runtimeClassName", "text", "the cluster's", "What runs its containers.");
        key("schedulerName", "text", "the cluster's", "Who finds it a node.");
        key("imagePullPolicy", "`Always`, `IfNotPresent`, `Never`", "the cluster's", "When its image is fetched.");
        key("imagePullSecrets", "list of `name`", "none", "With which secrets images are fetched.");
        key(
                "terminationGracePeriodSeconds",
                "number from 0 to %d".formatted(PodTemplateRules.LONGEST_GRACE_SECONDS),
                "the installation's",
                "How long it may take to end when it is asked to.");
        key("env", "list", "none", "Variables, as `value` or from secrets and config maps with `valueFrom`.");
        key("envFrom", "list", "none", "All keys of secrets and config maps as variables.");
        key("initContainers", "list of containers", "none", "What runs to its end before the task.");
        key("sidecars", "list of containers", "none", "What runs beside the task.");
        key(
                "volumes",
                "list",
                "none",
                "Of `configMap`, `secret`, `projected`, `emptyDir`, `downwardAPI`, `persistentVolumeClaim`, `csi`, `ephemeral`.");
        key("volumeMounts", "list", "none", "Where the task sees these volumes.");
        key(
                "serviceAccountToken",
                "`true`, `false`",
                "`false`",
                "Whether the token of its service account is mounted.");
    }

    private PodKeys() {}

    private static void key(String name, String form, String otherwise, String meaning) {
        var _ = POD.key(name).takes(structure(form)).absent(otherwise, meaning);
    }
}
