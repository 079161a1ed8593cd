package io.freshet.launcher.batch;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.launcher.pod.PodVolumes;
import java.util.List;
import java.util.Objects;

/**
 * Which attempts may share a pod: those of one task in one version whose own pods differ in nothing but the attempt.
 *
 * @param task with namespace and workflow
 * @param max how many there may be
 * @param spec of the pod, without what belongs to the attempt
 */
record BatchKey(List<String> task, int version, int max, PodSpec spec) {
    /** More attempts than these have directories to be shown make a pod larger than an API server takes. */
    static final int MOST = 200;

    static BatchKey of(BatchMember member) {
        InstanceRef instance = member.launch().instance();
        PodSpec spec = new PodSpecBuilder(member.pod().getSpec())
                .editFirstContainer()
                .withCommand()
                .withWorkingDir(null)
                .withEnv(member.task().getEnv().stream()
                        .filter(variable -> variable.getValueFrom() != null)
                        .toList())
                .withVolumeMounts(member.task().getVolumeMounts().stream()
                        .filter(mount -> !PodVolumes.isOurs(mount))
                        .toList())
                .endContainer()
                .build();
        return new BatchKey(
                List.of(instance.namespace(), instance.workflow(), instance.task()),
                member.launch().work().workflowVersion(),
                Math.min(
                        MOST,
                        Objects.requireNonNull(member.launch().work().batch()).max()),
                spec);
    }
}
