package io.freshet.scheduler.webhook;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.api.WebhookInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventError;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.contracts.upstream.UpstreamLimits;
import io.freshet.contracts.upstream.WebhookEvent;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.secret.SecretFiles;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is sent to webhooks. Anybody may call: until the signature is right an answer says nothing, not even whether there is such a webhook.
 * What was answered with success is kept, and counts once however often it is sent. Thread-safe.
 */
public final class Webhooks {
    /** The bound on the bytes of a body: the data of an event. */
    public static final int MAX_BYTES = UpstreamLimits.MAX_DATA_BYTES;

    /** The paths to which deliveries are sent. */
    public static final Pattern PATHS = Pattern.compile("/api/v1/webhooks/[a-z0-9-]+/[a-z0-9-]+/[a-z0-9-]+");

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private final WebhookStore store;
    private final SecretFiles secrets;
    private final DeliveryCounts counts;

    public Webhooks(WebhookStore store, SecretFiles secrets, DeliveryCounts counts) {
        this.store = store;
        this.secrets = secrets;
        this.counts = counts;
    }

    /**
     * Takes a delivery.
     *
     * @return the event that it is
     * @throws io.freshet.contracts.api.ProblemException if it is not taken
     * @throws UnavailableException if its secret is not there: the sender is to try again
     */
    public UpstreamEvent receive(WorkflowRef workflow, String name, WebhookRequest request) {
        WebhookStore.Webhook webhook = store.webhook(workflow, name).orElseThrow(() -> {
            counts.count(DeliveryOutcome.UNKNOWN);
            return Problems.unsignedDelivery();
        });
        Verdict verdict = verdict(webhook, request);
        return switch (verdict) {
            case Verdict.Forged(String reason) -> {
                refuse(webhook, DeliveryOutcome.FORGED, reason, request);
                throw Problems.unsignedDelivery();
            }
            case Verdict.Incomplete(String reason) -> {
                refuse(webhook, DeliveryOutcome.INVALID, reason, request);
                throw Problems.invalidDelivery(reason);
            }
            case Verdict.Genuine genuine -> keep(webhook, genuine, request);
        };
    }

    private Verdict verdict(WebhookStore.Webhook webhook, WebhookRequest request) {
        WebhookTriggerSpec spec = webhook.spec();
        return switch (secrets.find(webhook.workflow().namespace(), spec.secret())) {
            case SecretFiles.Missing(String problem) -> throw unavailable(webhook, problem);
            case SecretFiles.Known(List<String> values) -> {
                try {
                    yield WebhookSignature.of(spec.scheme()).check(values, request);
                } catch (IllegalArgumentException e) {
                    // What it says may be a part of the secret.
                    throw unavailable(webhook, "the secret '%s' is none of the scheme".formatted(spec.secret()));
                }
            }
        };
    }

    private UnavailableException unavailable(WebhookStore.Webhook webhook, String problem) {
        counts.count(DeliveryOutcome.NO_SECRET);
        LOG.atWarn()
                .addKeyValue("workflow", webhook.workflow())
                .addKeyValue("webhook", webhook.spec().name())
                .addKeyValue("problem", problem)
                .log("A webhook cannot take deliveries");
        return new UnavailableException(
                "the webhook has no secret yet", new IllegalStateException("see 'freshet webhooks'"));
    }

    private UpstreamEvent keep(WebhookStore.Webhook webhook, Verdict.Genuine genuine, WebhookRequest request) {
        WebhookTriggerSpec spec = webhook.spec();
        Checked<UpstreamEvent> made =
                WebhookEvents.of(webhook.workflow(), spec.name(), spec.scheme(), genuine, request.body());
        return switch (made) {
            case Checked.Invalid<UpstreamEvent>(List<EventError> errors) -> {
                String reason = EventError.line(errors);
                refuse(webhook, DeliveryOutcome.INVALID, reason, request);
                throw Problems.invalidDelivery(reason);
            }
            case Checked.Valid<UpstreamEvent>(UpstreamEvent event) ->
                switch (store.keep(webhook, event, genuine.content())) {
                    case KEPT -> counted(DeliveryOutcome.TAKEN, event);
                    case KNOWN -> counted(DeliveryOutcome.REPEATED, event);
                    case BUSY -> {
                        counts.count(DeliveryOutcome.BUSY);
                        throw Problems.tooManyDeliveries();
                    }
                };
        };
    }

    private UpstreamEvent counted(DeliveryOutcome outcome, UpstreamEvent event) {
        counts.count(outcome);
        return event;
    }

    private void refuse(WebhookStore.Webhook webhook, DeliveryOutcome outcome, String reason, WebhookRequest request) {
        counts.count(outcome);
        store.refuse(webhook, reason, request.size());
    }

    /** The webhooks of a namespace, see {@link WebhookStore#webhooks}. */
    public Page<WebhookInfo> list(String namespace, @Nullable String after, int limit) {
        Page<WebhookStore.Webhook> page = store.webhooks(namespace, after, limit);
        return new Page<>(page.items().stream().map(this::info).toList(), page.next());
    }

    private WebhookInfo info(WebhookStore.Webhook webhook) {
        WebhookTriggerSpec spec = webhook.spec();
        Optional<WebhookDelivery> last =
                store.deliveries(webhook.workflow(), spec.name(), Long.MAX_VALUE, 1).items().stream()
                        .findFirst();
        return new WebhookInfo(
                webhook.workflow(),
                spec.name(),
                spec.scheme(),
                "/api/v1" + WebhookEvent.source(webhook.workflow(), spec.name()),
                spec.secret(),
                problem(webhook),
                last.orElse(null));
    }

    private @Nullable String problem(WebhookStore.Webhook webhook) {
        try {
            return switch (secrets.find(
                    webhook.workflow().namespace(), webhook.spec().secret())) {
                case SecretFiles.Missing(String problem) -> problem;
                case SecretFiles.Known _ -> null;
            };
        } catch (UnavailableException e) {
            return e.getMessage();
        }
    }

    /** What was sent to a webhook, see {@link WebhookStore#deliveries}. */
    public Page<WebhookDelivery> deliveries(WorkflowRef workflow, String webhook, long before, int limit) {
        require(workflow, webhook);
        return store.deliveries(workflow, webhook, before, limit);
    }

    /** Sends a delivery again. */
    public WebhookDelivery sendAgain(WorkflowRef workflow, String webhook, String delivery) {
        require(workflow, webhook);
        return store.sendAgain(workflow, webhook, delivery)
                .orElseThrow(() -> Problems.noDelivery(workflow, webhook, delivery));
    }

    private void require(WorkflowRef workflow, String webhook) {
        if (store.webhook(workflow, webhook).isEmpty()) {
            throw Problems.noWebhook(workflow, webhook);
        }
    }
}
