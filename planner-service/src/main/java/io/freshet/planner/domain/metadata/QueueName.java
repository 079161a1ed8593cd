package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Keys;

/** The durable queues of a workflow. */
public enum QueueName {
    /** Events that came while there was something else to do. */
    INBOX("inbox"),
    /** Runs that wait for others to finish. */
    RUNS("queue"),
    /** Work that decisions have left to later steps. */
    WORK("work"),
    /** Instances that are still to be unsettled. */
    SPREAD("spread"),
    /** Work that removes the workflow; while there is any, nothing else is done. */
    REMOVAL("removal");

    private final String key;

    QueueName(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** The prefix of the queue's entries in their own table. */
    public String rows() {
        return Keys.prefix(key);
    }
}
