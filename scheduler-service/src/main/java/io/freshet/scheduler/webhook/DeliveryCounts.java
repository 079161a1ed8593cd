package io.freshet.scheduler.webhook;

/** Counts what is sent to webhooks. Thread-safe. */
public interface DeliveryCounts {
    void count(DeliveryOutcome outcome);
}
