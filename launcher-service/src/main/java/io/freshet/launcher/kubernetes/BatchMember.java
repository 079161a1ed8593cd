package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.Occurrence;
import java.util.function.Consumer;

/**
 * An attempt that waits for others to share a pod with.
 *
 * @param pod that it would have for itself
 */
record BatchMember(LaunchAttempt launch, AttemptView view, Pod pod, Consumer<Occurrence> occurrences) {
    String attempt() {
        return launch.attempt();
    }

    /** The container that runs its command. */
    Container task() {
        return pod.getSpec().getContainers().getFirst();
    }
}
