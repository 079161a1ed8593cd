package io.freshet.contracts.error;

/** What {@code errorCode} may be in the log of a service, beside the {@linkplain io.freshet.contracts.event.TaskEvent.WorkflowFaulted.Code reasons of a faulted workflow}. */
public enum LogCode implements ErrorCode {
    KAFKA_UNAVAILABLE(
            "Kafka did not answer for longer than a client waits; the stream thread is replaced and goes on from its last transaction.",
            "See why the broker does not answer; the service goes on by itself as soon as it does."),
    THREAD_FAULT(
            "A stream thread failed for another reason and is replaced after a pause.",
            "Read the cause beside it, mostly the disk of the service; after the third time at the same record the topology stops."),
    TOPOLOGY_FAULT(
            "A topology has stopped because of a fault of its store or of Kafka; its service is neither ready nor live.",
            "Mend what the cause names, then restart the service: it goes on from there."),
    LOG_GAP(
            "Records of a topic are gone that were not read yet.",
            "Restore the topic if you can; the entry and [the audit's warnings](rest-api-audit.md) say which records are missing."),
    DEAD_LETTER_NOT_SENT(
            "A record was rejected, and Kafka did not take its dead letter.",
            "See why Kafka refuses it; the rejected record itself is still at the place that the entry names."),
    PUBLICATION_REFUSED(
            "The scheduler kept a request or a definition that Kafka refuses for good, mostly because it is too large.",
            "Make it smaller, or raise the topic's `max.message.bytes`, and send it again."),
    REPORT_REFUSED(
            "Kafka refuses the report of an attempt's end, mostly because it is too large; the attempt is reported as failed.",
            "Let the task write fewer partitions or smaller results per attempt."),
    ATTEMPT_GIVEN_UP(
            "Admission failed to launch an attempt, reports it as failed and goes on without it.",
            "Read the cause beside it; a retry of the task, or a new run, asks for the attempt again."),
    DATASET_WATCHED(
            "A dataset is not removed, because a watcher has reported its files since a task last made one.",
            "Remove the files themselves, or stop watching the dataset first."),
    SUBSCRIPTION_GIVEN_UP(
            "What a dataset has cannot be sent to a workflow that reads it.",
            "Read the cause beside it; deploying or resuming the workflow asks for it again."),
    SCHEDULE_FAILED(
            "A schedule is due and cannot fire; it is tried again every minute, and nothing of it is lost.",
            "Read the cause beside it; `freshet schedules` shows it too. Deploy the workflow again if its calendar or cron expression is the cause."),
    DEADLINE_FAILED(
            "A deadline is due and cannot be looked at; it is tried again every minute, and no other waits for it.",
            "Read the cause beside it. Deploy the workflow again; if it stays, report it."),
    ALERT_NOT_DELIVERED(
            "A message about alerts was not delivered; it is sent up to 12 times, over some three hours.",
            "Read the answer beside it; `freshet alerts deliveries` shows it too. Correct the secret, the address or the server for mail, then try it by `freshet alerts test`."),
    REMOVAL_GIVEN_UP(
            "A dataset cannot be removed.", "Read the cause beside it, then ask for the removal of the dataset again.");

    private final ErrorDescription description;

    LogCode(String meaning, String remedy) {
        this.description = new ErrorDescription(meaning, remedy);
    }

    @Override
    public ErrorDescription description() {
        return description;
    }

    @Override
    public String toString() {
        return text();
    }
}
