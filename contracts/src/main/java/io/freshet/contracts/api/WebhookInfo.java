package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WebhookScheme;
import org.jspecify.annotations.Nullable;

/**
 * A webhook of a deployed workflow.
 *
 * @param webhook its name in the workflow
 * @param path of the scheduler to which deliveries are sent
 * @param secret the name of the secret with which they are signed
 * @param problem why none can be taken now; null if they can
 * @param last the last delivery, taken or refused; null if there was none, or it is longer ago than they are remembered
 */
public record WebhookInfo(
        WorkflowRef workflow,
        String webhook,
        WebhookScheme scheme,
        String path,
        String secret,
        @Nullable String problem,
        @Nullable WebhookDelivery last) {}
