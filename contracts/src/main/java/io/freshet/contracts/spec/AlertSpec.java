package io.freshet.contracts.spec;

import java.util.List;

/**
 * Whom to tell.
 *
 * @param on {@code failed}, {@code late}, {@code blocked}
 * @param webhookSecret the name of the secret that holds the webhook's address
 */
public record AlertSpec(List<String> on, String webhookSecret) {
    public AlertSpec {
        on = List.copyOf(on);
    }
}
