package io.freshet.contracts.spec;

/** How the sender of a webhook shows that it is the sender. */
public enum WebhookScheme {
    /** Standard Webhooks: {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}. */
    STANDARD,
    /** {@code X-Hub-Signature-256}. */
    GITHUB,
    /** {@code X-Gitlab-Token}. */
    GITLAB
}
