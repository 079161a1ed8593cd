package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.WebhookDelivery;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was sent to a webhook, without the event. */
@MappedEntity("webhook_deliveries")
record WebhookDeliveryRow(
        @Id String namespace,
        @Id String workflow,
        @Id String name,
        @Id long number,
        @Nullable String delivery,
        Instant receivedAt,
        int bytes,
        @Nullable String type,
        @Nullable String problem,
        int sentAgain) {
    WebhookDelivery toDelivery() {
        return new WebhookDelivery(
                delivery,
                receivedAt,
                problem == null ? WebhookDelivery.State.TAKEN : WebhookDelivery.State.REFUSED,
                type,
                bytes,
                problem,
                sentAgain);
    }
}
