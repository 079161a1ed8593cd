package io.freshet.contracts.upstream;

import io.freshet.contracts.id.WorkflowRef;

/**
 * What identifies events that came by a webhook: type and source are ours, so that no sender can choose them, or mean the triggers of a workflow
 * that does not name them. Such an event announces no extract.
 */
public final class WebhookEvent {
    /** Their types begin so; the scheme and the sender's name of the event follow. */
    public static final String TYPE_PREFIX = "io.freshet.webhook.";

    private WebhookEvent() {}

    /** The source of the events of a webhook: the path below {@code /api/v1} to which they are sent. */
    public static String source(WorkflowRef workflow, String webhook) {
        return "/webhooks/%s/%s/%s".formatted(workflow.namespace(), workflow.workflow(), webhook);
    }

    public static boolean is(UpstreamEvent event) {
        return event.type().startsWith(TYPE_PREFIX);
    }
}
