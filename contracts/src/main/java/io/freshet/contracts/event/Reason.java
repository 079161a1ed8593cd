package io.freshet.contracts.event;

/** The closed list of reasons for a decision about an instance. The sentence that goes with it is for people, this is for programs. */
public enum Reason {
    /** Ready: it has never run. */
    NEW,
    /** Ready: an input has another fingerprint than at the last success. */
    INPUT_CHANGED,
    /** Ready: the task's code, command or parameters are others than at the last success. */
    CODE_CHANGED,
    /** Ready: somebody asked for it although nothing changed. */
    FORCED,
    /** Ready: the last evaluation failed or was cancelled, and it was asked for again. */
    RERUN,
    /** Retrying: the attempt failed and another follows. */
    RETRY,
    /** Retrying or succeeded: the task's fallback command stands in for its command, which failed for good. */
    FALLBACK,
    /** Skipped: the action key equals that of the last success. */
    UNCHANGED,
    /** Skipped: everything upstream settled without a change. */
    CUT_OFF,
    /** Skipped: the condition is false. Failed: it could not be evaluated. */
    CONDITION,
    /** Waiting: a required input has no partition for it. */
    MISSING_INPUT,
    /** Waiting: upstream instances are not settled. */
    UPSTREAM_PENDING,
    /** Pending: an input has not been without a change for as long as its debounce wants. */
    DEBOUNCED,
    /** Pending: the last launch was less than the throttle of an input ago. */
    THROTTLED,
    /** Waiting: the pool, or another limit, has no free slot. */
    NO_SLOT,
    /** Waiting: not before a time. */
    NOT_BEFORE,
    /** Admitted: it has its slots. */
    SLOT_FREE,
    /** Admitted: it was ordered, and cannot start yet; the sentence says what it waits for. */
    START_DELAYED,
    /** Running: its process or pod started. */
    STARTED,
    /** Succeeded: the attempt ended well and its outputs were accepted. */
    COMPLETED,
    /** Succeeded: the outputs were linked from an earlier attempt with the same action key. */
    CACHED,
    /** Failed: no retry is left. */
    RETRIES_SPENT,
    /** Failed: its attempts vanished again and again, so it may be what kills its launcher; it stays so until somebody asks. */
    PARKED,
    /** Failed: a failure of this kind is not retried. */
    NOT_RETRIED,
    /** Blocked: an instance upstream failed, is blocked or was cancelled. */
    UPSTREAM_FAILED,
    /** Cancelled: somebody asked for it. */
    CANCEL_REQUESTED,
    /** Cancelled: another instance of the run failed, and its task wants the whole run stopped then. */
    RUN_FAILED,
    /** Cancelled or withdrawn: the task no longer exists. Waiting: nothing that it reads or made exists; either way it is no more. */
    REMOVED,
    /** Withdrawn: what the attempt works on changed, and its task wants no result of that; it is evaluated again. */
    SUPERSEDED
}
