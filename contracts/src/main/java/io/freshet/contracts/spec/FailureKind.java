package io.freshet.contracts.spec;

import io.freshet.contracts.error.ErrorCode;
import io.freshet.contracts.error.ErrorDescription;

/** Why an attempt failed; a closed list. In events it is written as the constant is named. */
public enum FailureKind implements ErrorCode {
    EXIT(
            false,
            "The command ended with another status than 0.",
            "Read the end of its log: `freshet logs ATTEMPT --tail 50`."),
    TIMEOUT(
            false,
            "The command ran for longer than the task's `timeout`.",
            "See what it waited for, or raise `timeout`."),
    OOM(
            false,
            "The command used more memory than it may, and was killed.",
            "Raise `resources.memory`, or let it read less at a time."),
    CHECK(
            false,
            "A declared check of the outputs failed, or they do not fit the declared layout; they stay unpublished.",
            "Correct what the message names: the command, the check, or the layout."),
    EVICTED(
            true,
            "The cluster took the pod's place for something else.",
            "Nothing: it is tried again; see the node's room if it goes on."),
    NODE_LOST(true, "The node of the pod is gone or does not answer.", "Nothing: it is tried again; see to the node."),
    IMAGE(
            true,
            "The image of the pod cannot be pulled or does not fit the node.",
            "Correct `run.image`, or give the cluster access to the registry."),
    LAUNCH(
            true,
            "The process or pod could not be started.",
            "Read the message, and the log of the launcher; it is tried again."),
    DENIED(
            false,
            "A policy or the cluster refused what the task asks for; trying again would be refused again.",
            "Change what the message names: the task, its identity, or the [policy](../operations/identity.md)."),
    STORAGE(
            true,
            "The launcher's storage could not be read or written: it is full, read-only, or away.",
            "Make room, or mend the storage; it is tried again."),
    INPUT_DAMAGED(
            true,
            "A content that another task has made is gone or damaged.",
            "Nothing: that task was asked to make it again, and the attempt is repeated."),
    INPUT_LIST_MISSING(
            true,
            "The list of an input's partitions did not reach the launcher's storage.",
            "Nothing: the planner sends it again."),
    INVALID(
            false,
            "The launch cannot succeed as it is described; trying again would fail again.",
            "Correct what the message names, and deploy again."),
    INPUT_CHANGED(
            true,
            "A watched file is no longer what the attempt was to read.",
            "Nothing: the change is noticed, and the attempt is repeated with the new content."),
    CANCELLED(
            false,
            "Somebody, or a newer run, stopped the attempt.",
            "Nothing; run it again if it was not meant to be stopped."),
    LOST(
            true,
            "The process vanished without leaving its exit status.",
            "Nothing: it is tried again; see what ended the process, such as a restart of the machine.");

    private final boolean infrastructure;
    private final ErrorDescription description;

    FailureKind(boolean infrastructure, String meaning, String remedy) {
        this.infrastructure = infrastructure;
        this.description = new ErrorDescription(meaning, remedy);
    }

    /** Whether the failure is not the task's own, so that it does not count against the task's retries. */
    public boolean isInfrastructure() {
        return infrastructure;
    }

    @Override
    public ErrorDescription description() {
        return description;
    }
}
