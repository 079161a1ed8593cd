package io.freshet.language.read;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.WebhookTriggerSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;

/** Reads event triggers and webhooks. */
final class EventTriggerReader {
    private final SpecErrors errors;

    EventTriggerReader(SpecErrors errors) {
        this.errors = errors;
    }

    EventTriggerSpec event(YamlNode node) {
        MappingReader fields = new MappingReader(node, EventTriggerKeys.OF_EVENT, errors);
        ReactionKeys reaction = EventTriggerKeys.REACTION_OF_EVENT;
        return new EventTriggerSpec(
                fields.get(EventTriggerKeys.NAME_OF_EVENT),
                fields.require(EventTriggerKeys.TYPE).orElse(""),
                fields.orNull(reaction.filter()),
                fields.orNull(reaction.deduplicate()),
                reaction.request().read(fields),
                reaction.pace().read(fields));
    }

    WebhookTriggerSpec webhook(YamlNode node) {
        MappingReader fields = new MappingReader(node, EventTriggerKeys.OF_WEBHOOK, errors);
        ReactionKeys reaction = EventTriggerKeys.REACTION_OF_WEBHOOK;
        return new WebhookTriggerSpec(
                fields.get(EventTriggerKeys.NAME_OF_WEBHOOK),
                fields.get(EventTriggerKeys.SCHEME),
                fields.require(EventTriggerKeys.SECRET).orElse(""),
                fields.orNull(reaction.filter()),
                fields.orNull(reaction.deduplicate()),
                reaction.request().read(fields),
                reaction.pace().read(fields));
    }
}
