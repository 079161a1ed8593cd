package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the status of a pod: does its command run, how did it end, and if it never ran, why. Pure.
 *
 * <p>Sources: Kubernetes, <em>Pod Lifecycle</em> (phases, container states, termination) and <em>Disruptions</em> (the condition
 * {@code DisruptionTarget}); the reasons of waiting containers are those of {@code pkg/kubelet/images} and {@code pkg/kubelet/container}.
 */
public record PodStatusReader(PodTimeouts patience) {
    private static final int CANNOT_RUN = 128;

    /**
     * @param now for the end of what ended without saying when
     * @param waits how long it has been seen to wait
     */
    public PodObservation read(Pod pod, Instant now, PodWaits waits) {
        ContainerState main = state(pod);
        if (main.getTerminated() != null) {
            return terminated(pod, main.getTerminated());
        }
        if (main.getRunning() != null) {
            StartedProcess process = process(pod, main.getRunning().getStartedAt());
            return PodDisruption.whileRunning(pod, waits, patience)
                    .<PodObservation>map(end -> new PodObservation.Over(process, end, now))
                    .orElseGet(() -> new PodObservation.Running(process));
        }
        return waiting(main.getWaiting())
                .or(() -> PodDisruption.beforeStart(pod, waits, patience))
                .<PodObservation>map(unstartable -> unstartable)
                .orElseGet(() -> new PodObservation.Waiting(PodDisruption.waitsFor(pod, main.getWaiting())));
    }

    private static ContainerState state(Pod pod) {
        List<ContainerStatus> containers =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        return containers.stream()
                .filter(container -> TaskPod.TASK.equals(container.getName()))
                .findFirst()
                .map(ContainerStatus::getState)
                .orElseGet(ContainerState::new);
    }

    private static PodObservation terminated(Pod pod, ContainerStateTerminated end) {
        int status = end.getExitCode() == null ? CANNOT_RUN : end.getExitCode();
        String reason = text(end.getReason());
        if (reason.equals("ContainerCannotRun") || reason.equals("StartError")) {
            return new PodObservation.Unstartable(
                    FailureKind.EXIT, "the command could not be started: " + text(end.getMessage()), status);
        }
        if (end.getStartedAt() == null || Instant.parse(end.getStartedAt()).equals(Instant.EPOCH)) {
            return new PodObservation.Unstartable(
                    FailureKind.LAUNCH,
                    "the container was never started: " + reason + " " + text(end.getMessage()),
                    null);
        }
        Optional<ProcessEnd.Failed> outside =
                status == 0 ? Optional.empty() : PodDisruption.endedFromOutside(pod, status);
        ProcessEnd how =
                outside.isPresent() ? outside.get() : new ProcessEnd.Exited(status, reason.equals("OOMKilled"));
        Instant at =
                end.getFinishedAt() == null ? Instant.parse(end.getStartedAt()) : Instant.parse(end.getFinishedAt());
        return new PodObservation.Over(process(pod, end.getStartedAt()), how, at);
    }

    /** Why the container cannot be made, if that is so. */
    private static Optional<PodObservation.Unstartable> waiting(@Nullable ContainerStateWaiting waiting) {
        if (waiting == null) {
            return Optional.empty();
        }
        String message = text(waiting.getMessage());
        return switch (text(waiting.getReason())) {
            case "ImagePullBackOff",
                    "ErrImageNeverPull",
                    "InvalidImageName",
                    "ImageInspectError",
                    "RegistryUnavailable",
                    "SignatureValidationFailed" ->
                Optional.of(
                        new PodObservation.Unstartable(FailureKind.IMAGE, "the image cannot be had: " + message, null));
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PostStartHookError" ->
                Optional.of(new PodObservation.Unstartable(
                        FailureKind.LAUNCH, "the container could not be made: " + message, null));
            // ErrImagePull too: it is tried again, and called ImagePullBackOff if that does not help.
            default -> Optional.empty();
        };
    }

    private static StartedProcess process(Pod pod, String startedAt) {
        String node = pod.getSpec().getNodeName();
        return new StartedProcess(
                node == null ? "unknown" : node,
                pod.getMetadata().getName(),
                TaskPod.userOf(pod),
                Instant.parse(startedAt));
    }

    static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
