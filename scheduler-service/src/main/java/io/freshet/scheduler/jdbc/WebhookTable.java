package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.webhook.WebhookStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks in PostgreSQL. */
@Singleton
final class WebhookTable implements WebhookStore {
    private static final int MAX_PROBLEM = 1_000;

    private final Database database;
    private final TriggerRepository triggers;
    private final VersionRepository versions;
    private final WebhookDeliveryRepository deliveries;
    private final OutboxRepository unsent;
    private final OutboxWriter outbox;

    WebhookTable(
            Database database,
            TriggerRepository triggers,
            VersionRepository versions,
            WebhookDeliveryRepository deliveries,
            OutboxRepository unsent,
            OutboxWriter outbox) {
        this.database = database;
        this.triggers = triggers;
        this.versions = versions;
        this.deliveries = deliveries;
        this.unsent = unsent;
        this.outbox = outbox;
    }

    @Override
    public Optional<Webhook> webhook(WorkflowRef workflow, String name) {
        return database.transact(() -> deployed(workflow, name));
    }

    private Optional<Webhook> deployed(WorkflowRef workflow, String name) {
        return versions.deployed(workflow.namespace(), workflow.workflow())
                .map(VersionRow::definition)
                .map(WorkflowDefinition::spec)
                .flatMap(spec -> EventTriggers.of(spec, name))
                .filter(WebhookTriggerSpec.class::isInstance)
                .map(spec -> new Webhook(workflow, (WebhookTriggerSpec) spec));
    }

    @Override
    public Page<Webhook> webhooks(String namespace, @Nullable String after, int limit) {
        String[] cursor = after == null ? new String[] {"", ""} : after.split("/", 2);
        return database.transact(() -> Pages.of(
                triggers.webhooksAfter(namespace, cursor[0], cursor[cursor.length - 1], limit + 1).stream()
                        .flatMap(row -> deployed(row.ref(), row.name()).stream())
                        .toList(),
                limit,
                last -> last.workflow().workflow() + "/" + last.spec().name()));
    }

    @Override
    public Keeping keep(Webhook webhook, UpstreamEvent event, @Nullable String content) {
        EventData data = event.data();
        return database.transact(() -> {
            if (unsent.countUnsent(MOST_UNSENT) == MOST_UNSENT) {
                return Keeping.BUSY;
            }
            int isNew = deliveries.insertIfAbsent(
                    webhook.workflow().namespace(),
                    webhook.workflow().workflow(),
                    webhook.spec().name(),
                    event.id(),
                    data == null ? 0 : data.size(),
                    event.type(),
                    new String(event.toStructured(), StandardCharsets.UTF_8),
                    content);
            if (isNew == 0) {
                return Keeping.KNOWN;
            }
            outbox.append(event);
            return Keeping.KEPT;
        });
    }

    @Override
    public void refuse(Webhook webhook, String problem, int bytes) {
        WorkflowRef workflow = webhook.workflow();
        String name = webhook.spec().name();
        var _ = database.transact(() -> {
            int isNew = deliveries.insertRefused(
                    workflow.namespace(), workflow.workflow(), name, bytes, ShortText.of(problem, MAX_PROBLEM));
            if (isNew == 1) {
                deliveries.trimRefused(workflow.namespace(), workflow.workflow(), name, MOST_REFUSED);
            }
            return isNew;
        });
    }

    @Override
    public Page<WebhookDelivery> deliveries(WorkflowRef workflow, String webhook, long before, int limit) {
        List<WebhookDeliveryRow> rows = database.transact(
                () -> deliveries.before(workflow.namespace(), workflow.workflow(), webhook, before, limit + 1));
        Page<WebhookDeliveryRow> page = Pages.of(rows, limit, last -> Long.toString(last.number()));
        return new Page<>(
                page.items().stream().map(WebhookDeliveryRow::toDelivery).toList(), page.next());
    }

    @Override
    public Optional<WebhookDelivery> sendAgain(WorkflowRef workflow, String webhook, String delivery) {
        return database.transact(() ->
                deliveries.markSentAgain(workflow.namespace(), workflow.workflow(), webhook, delivery).stream()
                        .findFirst()
                        .map(row -> {
                            String event =
                                    deliveries.event(workflow.namespace(), workflow.workflow(), webhook, delivery);
                            outbox.append(read(event).again(row.sentAgain()));
                            return row.toDelivery();
                        }));
    }

    private static UpstreamEvent read(String event) {
        if (UpstreamEvent.structured(event.getBytes(StandardCharsets.UTF_8))
                instanceof Checked.Valid<UpstreamEvent>(UpstreamEvent valid)) {
            return valid;
        }
        throw new IllegalStateException("what was stored must be an event");
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> deliveries.deleteOlder(kept.toSeconds(), MOST_TAKEN + MOST_REFUSED, limit));
    }
}
