package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Starts a run when another system sends something, signed, to {@code /api/v1/webhooks/NAMESPACE/WORKFLOW/NAME}. It becomes an event of an upstream
 * system, so that all else is as with an {@link EventTriggerSpec}.
 *
 * @param secret the name of the secret with which the sender signs; never its value
 */
public record WebhookTriggerSpec(
        String name,
        WebhookScheme scheme,
        String secret,
        @Nullable String filter,
        @Nullable String deduplicate,
        EventTriggerSpec.RunTemplate run,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = PaceSpec.class)
        PaceSpec pace)
        implements EventTrigger {
    public WebhookTriggerSpec {
        pace = Objects.requireNonNullElse(pace, PaceSpec.AT_ONCE);
    }
}
