package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.oneOf;

import io.freshet.contracts.spec.WebhookScheme;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;

/** The keys of event triggers and webhooks. */
final class EventTriggerKeys {
    private static final String NAME_MEANING = "Unique among the event triggers and webhooks of the workflow.";

    static final Section OF_EVENT = new Section("`spec.triggers[].event`");
    static final Key<String> NAME_OF_EVENT = OF_EVENT.key("name").takes(NAME).orElse("event", NAME_MEANING);
    static final Key<String> TYPE = OF_EVENT.key("type").takes(TEXT).required("The CloudEvents type.");
    static final ReactionKeys REACTION_OF_EVENT = ReactionKeys.in(OF_EVENT, "all events of the type");

    static final Section OF_WEBHOOK = new Section("`spec.triggers[].webhook`");
    static final Key<String> NAME_OF_WEBHOOK = OF_WEBHOOK
            .key("name")
            .takes(NAME)
            .orElse("webhook", NAME_MEANING + " The last part of the path to which is sent.");
    static final Key<WebhookScheme> SCHEME = OF_WEBHOOK
            .key("scheme")
            .takes(oneOf(WebhookScheme.class))
            .orElse(
                    WebhookScheme.STANDARD,
                    "How the sender shows that it is the sender: Standard Webhooks, GitHub's or GitLab's way.");
    static final Key<String> SECRET = OF_WEBHOOK
            .key("secret")
            .takes(NAME)
            .required(
                    "The name of the secret with which the sender signs; see [secrets](../guides/webhooks.md#secrets).");
    static final ReactionKeys REACTION_OF_WEBHOOK = ReactionKeys.in(OF_WEBHOOK, "all that is sent");

    private EventTriggerKeys() {}
}
