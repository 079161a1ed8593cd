package io.freshet.scheduler.webhook;

import io.freshet.contracts.spec.WebhookScheme;
import java.util.List;

/** How a kind of senders shows that a request is from them. Thread-safe. */
interface WebhookSignature {
    /**
     * Checks a request.
     *
     * @param secrets of which any may be the sender's; comparing takes the same time whichever it is, and whether it is one
     * @throws IllegalArgumentException if a secret is none of this kind
     */
    Verdict check(List<String> secrets, WebhookRequest request);

    /** That of a scheme. */
    static WebhookSignature of(WebhookScheme scheme) {
        return switch (scheme) {
            case STANDARD -> new StandardSignature();
            case GITHUB -> new GithubSignature();
            case GITLAB -> new GitlabToken();
        };
    }
}
