package io.freshet.launcher.batch;

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
public record BatchMember(LaunchAttempt launch, AttemptView view, Pod pod, Consumer<Occurrence> occurrences) {
    public String attempt() {
        return launch.attempt();
    }

    /** The container that runs its command. */
    Container task() {
        return pod.getSpec().getContainers().getFirst();
    }
}
