package io.freshet.launcher.pod;

import static io.freshet.launcher.pod.PodStatusReader.text;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.ProcessEnd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What befalls pods from outside: they find no node, their node is lost, they are evicted, preempted or deleted. */
final class PodDisruption {
    private static final int SIGNALLED = 128;

    private PodDisruption() {}

    /** What has ended a command that its status calls running; empty if it runs. */
    static Optional<ProcessEnd.Failed> whileRunning(Pod pod, PodWaits waits, PodTimeouts patience) {
        if (isGone(pod, waits, patience.ending())) {
            return Optional.of(new ProcessEnd.Failed(FailureKind.NODE_LOST, nodeLost(pod), null));
        }
        if (isOver(pod)) {
            return Optional.of(new ProcessEnd.Failed(kindOf(pod), ended(pod), null));
        }
        return Optional.empty();
    }

    /** Whether nobody will report the pod's end any more. */
    private static boolean isGone(Pod pod, PodWaits waits, Duration patience) {
        if (reason(pod).equals("NodeLost") || disruption(pod).equals("DeletionByPodGC")) {
            return true;
        }
        return isScheduled(pod) && waits.isEndingFor(patience);
    }

    private static boolean isOver(Pod pod) {
        return pod.getStatus() != null
                && List.of("Failed", "Succeeded").contains(text(pod.getStatus().getPhase()));
    }

    private static String nodeLost(Pod pod) {
        return "its node %s is lost: nothing has been heard of the pod's end"
                .formatted(pod.getSpec().getNodeName());
    }

    /** What ended a command that did not end by itself; empty if it did. */
    static Optional<ProcessEnd.Failed> endedFromOutside(Pod pod, int status) {
        String message = text(pod.getStatus().getMessage());
        return switch (reason(pod)) {
            case "Evicted" -> failed(FailureKind.EVICTED, "its node evicted the pod: " + message, status);
            case "Preempting" ->
                failed(FailureKind.EVICTED, "it made room for pods of higher priority: " + message, status);
            case "NodeLost", "NodeShutdown", "Shutdown", "Terminated" ->
                failed(FailureKind.NODE_LOST, "its node went down: " + message, status);
            default -> disrupted(pod, status);
        };
    }

    private static Optional<ProcessEnd.Failed> disrupted(Pod pod, int status) {
        return switch (disruption(pod)) {
            case "PreemptionByScheduler" ->
                failed(FailureKind.EVICTED, "it made room for a pod of higher priority", status);
            case "EvictionByEvictionAPI" ->
                failed(FailureKind.EVICTED, "the pod was evicted, as is done when a node is drained", status);
            case "TerminationByKubelet" -> failed(FailureKind.EVICTED, "its node ended the pod", status);
            case "DeletionByTaintManager", "DeletionByPodGC" ->
                failed(FailureKind.NODE_LOST, "its node is tainted or gone", status);
            default ->
                pod.getMetadata().getDeletionTimestamp() != null && status > SIGNALLED
                        ? failed(FailureKind.EVICTED, "somebody deleted its pod while it ran", status)
                        : Optional.empty();
        };
    }

    /** Why the command will never run, as far as that is known. An evicted pod may not even say that it ran. */
    static Optional<PodObservation.Unstartable> beforeStart(Pod pod, PodWaits waits, PodTimeouts patience) {
        Optional<PodObservation.Unstartable> init =
                pod.getStatus() == null ? Optional.empty() : failedBefore(pod.getStatus());
        if (init.isPresent()) {
            return init;
        }
        if (isOver(pod)) {
            return unstartable(kindOf(pod), ended(pod));
        }
        if (isGone(pod, waits, PodTimeouts.UNSTARTED)) {
            return unstartable(FailureKind.EVICTED, "somebody deleted its pod before its command ran");
        }
        if (pod.getMetadata().getDeletionTimestamp() != null && !isScheduled(pod)) {
            return unstartable(FailureKind.EVICTED, "somebody deleted its pod before it had a node");
        }
        return overdue(pod, waits, patience);
    }

    private static FailureKind kindOf(Pod pod) {
        return endedFromOutside(pod, 0).map(ProcessEnd.Failed::kind).orElse(FailureKind.LAUNCH);
    }

    private static String ended(Pod pod) {
        return "the pod ended, and its command did not say how: %s: %s"
                .formatted(reason(pod), text(pod.getStatus().getMessage()).strip());
    }

    private static Optional<PodObservation.Unstartable> failedBefore(PodStatus status) {
        List<ContainerStatus> before = status.getInitContainerStatuses();
        return before.stream()
                .filter(init -> init.getState() != null
                        && init.getState().getTerminated() != null
                        && init.getState().getTerminated().getExitCode() != 0)
                .findFirst()
                .map(init -> new PodObservation.Unstartable(
                        FailureKind.EXIT,
                        "the init container '%s' ended with status %d"
                                .formatted(
                                        init.getName(),
                                        init.getState().getTerminated().getExitCode()),
                        init.getState().getTerminated().getExitCode()));
    }

    private static Optional<PodObservation.Unstartable> overdue(Pod pod, PodWaits waits, PodTimeouts patience) {
        if (waits.pending().compareTo(patience.pending()) <= 0 || isPreparing(pod)) {
            return Optional.empty();
        }
        String why = unscheduled(pod)
                .orElse("it has a node, but a volume, its image or a container is not ready; its events say more");
        return unstartable(
                FailureKind.LAUNCH, "the pod did not start within %s: %s".formatted(patience.pending(), why));
    }

    /** What a pod waits for whose command may still run, as far as its status says. */
    static String waitsFor(Pod pod, @Nullable ContainerStateWaiting container) {
        Optional<String> unscheduled = unscheduled(pod);
        if (unscheduled.isPresent()) {
            return "no node takes its pod: " + unscheduled.get();
        }
        if (!isScheduled(pod)) {
            return "its pod has no node yet";
        }
        if (container != null && text(container.getReason()).equals("ErrImagePull")) {
            return "its image could not be pulled, which is tried again: " + text(container.getMessage());
        }
        return isPreparing(pod)
                ? "an init container of its pod runs"
                : "its node %s prepares its pod: pulls the image, mounts volumes"
                        .formatted(pod.getSpec().getNodeName());
    }

    /** Why no node takes it, if the scheduler says so. */
    private static Optional<String> unscheduled(Pod pod) {
        return conditions(pod).stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> text(condition.getMessage()));
    }

    /** Whether an init container is at work, which may take its time. */
    private static boolean isPreparing(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getInitContainerStatuses().stream()
                        .anyMatch(init ->
                                init.getState() != null && init.getState().getRunning() != null);
    }

    private static boolean isScheduled(Pod pod) {
        return pod.getSpec().getNodeName() != null;
    }

    private static String reason(Pod pod) {
        return pod.getStatus() == null ? "" : text(pod.getStatus().getReason());
    }

    private static String disruption(Pod pod) {
        return conditions(pod).stream()
                .filter(condition ->
                        "DisruptionTarget".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> text(condition.getReason()))
                .orElse("");
    }

    private static List<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    }

    private static Optional<ProcessEnd.Failed> failed(FailureKind kind, String message, int status) {
        return Optional.of(new ProcessEnd.Failed(kind, message.strip(), status));
    }

    private static Optional<PodObservation.Unstartable> unstartable(FailureKind kind, String message) {
        return Optional.of(new PodObservation.Unstartable(kind, message, null));
    }
}
