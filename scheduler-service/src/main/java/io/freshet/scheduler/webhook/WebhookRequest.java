package io.freshet.scheduler.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request to a webhook, as it came. */
public final class WebhookRequest {
    private final Map<String, String> headers = new TreeMap<>();
    private final byte[] body;

    /**
     * @param headers by name, in whatever case
     */
    public WebhookRequest(Map<String, String> headers, byte[] body) {
        headers.forEach((name, value) -> this.headers.put(name.toLowerCase(Locale.ROOT), value.strip()));
        this.body = body.clone();
    }

    /**
     * A header that says something.
     *
     * @param name in lower case
     */
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }

    byte[] body() {
        return body.clone();
    }

    int size() {
        return body.length;
    }
}
