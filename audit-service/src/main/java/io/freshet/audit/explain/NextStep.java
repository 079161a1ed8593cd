package io.freshet.audit.explain;

import io.freshet.contracts.api.Explanation.Missing;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would make an instance run, or go on, in one sentence. */
final class NextStep {
    private NextStep() {}

    /**
     * The sentence.
     *
     * @param notBefore when the attempt that is waited for may begin; null if it may at once
     */
    static String of(
            InstanceInfo current, @Nullable Instant notBefore, List<InstanceInfo> roots, List<Missing> missing) {
        InstanceRef instance = current.instance();
        return switch (current.state()) {
            case PENDING -> "It is evaluated as soon as everything upstream has settled.";
            case READY -> ready(current.reason(), notBefore);
            case ADMITTED ->
                current.reason() == Reason.START_DELAYED
                        ? "It has a slot and starts as soon as what it waits for is available."
                        : "It has a slot and is being launched.";
            case RUNNING -> "It is running; nothing else is needed.";
            case RETRYING -> notBefore == null ? "The next attempt starts automatically." : nextAttempt(notBefore);
            case WAITING -> waiting(missing);
            case BLOCKED -> blocked(instance, roots);
            case FAILED -> again("It runs again", current.reason(), instance);
            case CANCELLED -> cancelled(current.reason(), instance);
            case SKIPPED -> skipped(current.reason(), instance);
            case SUCCEEDED -> upToDate(instance);
        };
    }

    static String of(FaultedWorkflow fault) {
        return "No decisions are made about its workflow until a newer version is deployed or you run `freshet workflow resume %s`."
                .formatted(fault.workflow());
    }

    private static String ready(@Nullable Reason reason, @Nullable Instant notBefore) {
        return reason == Reason.NOT_BEFORE && notBefore != null
                ? nextAttempt(notBefore)
                : "It runs as soon as there is a slot for it.";
    }

    private static String nextAttempt(Instant notBefore) {
        return "The next attempt starts automatically, at %s or as soon after that as there is a slot for it."
                .formatted(notBefore);
    }

    private static String waiting(List<Missing> missing) {
        return missing.isEmpty()
                ? "It runs when what it waits for has arrived."
                : "It runs once this has arrived: "
                        + Phrases.list(missing.stream().map(Phrases::arrival).toList()) + ".";
    }

    private static String blocked(InstanceRef instance, List<InstanceInfo> roots) {
        return roots.isEmpty()
                ? "It runs when what failed upstream has succeeded."
                : "It runs when %s has succeeded: correct what failed, or run it again with `freshet run %s`."
                        .formatted(
                                Phrases.list(roots.stream()
                                        .map(root -> root.instance().toString())
                                        .toList()),
                                instance.workflowRef());
    }

    private static String skipped(@Nullable Reason reason, InstanceRef instance) {
        return reason == Reason.CONDITION
                ? "It runs when its condition is true. The condition is evaluated again when an input or a parameter changes, or"
                        + " when another one is deployed; `--force` does not override it."
                : upToDate(instance);
    }

    private static String cancelled(@Nullable Reason reason, InstanceRef instance) {
        return reason == Reason.REMOVED
                ? "It runs when its task and partition exist again."
                : again("It runs", reason, instance);
    }

    private static String again(String verb, @Nullable Reason reason, InstanceRef instance) {
        return reason == Reason.CONDITION
                ? "%s when an input changes or a condition that can be evaluated is deployed; `freshet run %s` evaluates it again."
                        .formatted(verb, instance.workflowRef())
                : "%s when an input changes, its code or parameters change, or with `freshet run %s`."
                        .formatted(verb, instance.workflowRef());
    }

    private static String upToDate(InstanceRef instance) {
        return "It runs again when an input changes, its code or parameters change, or with `freshet run %s --task %s --force`."
                .formatted(instance.workflowRef(), instance.task());
    }
}
