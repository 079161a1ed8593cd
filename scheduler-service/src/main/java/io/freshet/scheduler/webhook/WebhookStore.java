package io.freshet.scheduler.webhook;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of the deployed workflows, and what was sent to them. A delivery is kept together with the event that is published of it, in one
 * transaction, once however often it is sent. Every method throws {@link UnavailableException} if the store cannot be reached. Thread-safe.
 */
public interface WebhookStore {
    /** What is published and not on the log yet at which nothing more is taken. */
    int MOST_UNSENT = 2_000;

    /** The bound on the refused deliveries of a webhook that are remembered, the newest; at most one a second is. */
    int MOST_REFUSED = 100;

    /** The bound on the deliveries of a webhook that were taken and are remembered, the newest, but for those of the last hour. */
    int MOST_TAKEN = 1_000;

    /** What became of a delivery. */
    enum Keeping {
        /** It is kept, and its event will be on the log. */
        KEPT,
        /** It was kept before. */
        KNOWN,
        /** Too much has to get onto the log first. */
        BUSY
    }

    /** A webhook of a deployed workflow. */
    record Webhook(WorkflowRef workflow, WebhookTriggerSpec spec) {}

    Optional<Webhook> webhook(WorkflowRef workflow, String name);

    /**
     * The webhooks of a namespace, by workflow and name.
     *
     * @param after the cursor of the page before
     */
    Page<Webhook> webhooks(String namespace, @Nullable String after, int limit);

    /**
     * Keeps a delivery and publishes its event.
     *
     * @param content of which no two are kept under different ids; null: there may be any number
     */
    Keeping keep(Webhook webhook, UpstreamEvent event, @Nullable String content);

    /**
     * Remembers that something was refused.
     *
     * @param bytes of its body
     */
    void refuse(Webhook webhook, String problem, int bytes);

    /**
     * What was sent to a webhook, newest first.
     *
     * @param before only what came before that of this number; the cursor of the page before
     */
    Page<WebhookDelivery> deliveries(WorkflowRef workflow, String webhook, long before, int limit);

    /**
     * Publishes the event of a delivery again, with an id of its own.
     *
     * @return empty if no such delivery was taken, or it is not remembered any more
     */
    Optional<WebhookDelivery> sendAgain(WorkflowRef workflow, String webhook, String delivery);

    /**
     * Forgets deliveries that came longer ago than this, or that are too many.
     *
     * @param limit how many at the most
     * @return how many
     */
    int forget(Duration kept, int limit);
}
