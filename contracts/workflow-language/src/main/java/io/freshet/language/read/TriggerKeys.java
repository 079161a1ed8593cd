package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;

/** The keys of triggers. */
final class TriggerKeys {
    static final Section TRIGGER = new Section("`spec.triggers[]` (exactly one key)");
    static final Key<YamlNode> SCHEDULE = TRIGGER.key("schedule")
            .takes(structure("mapping"))
            .absent("-", "At times; see [schedules](../guides/schedules.md).");
    static final Key<YamlNode> EVENT = TRIGGER.key("event")
            .takes(structure("mapping"))
            .absent(
                    "-",
                    "When an event of an upstream system arrives; see [event triggers](../guides/event-triggers.md).");
    static final Key<YamlNode> WEBHOOK_TRIGGER = TRIGGER.key("webhook")
            .takes(structure("mapping"))
            .absent("-", "When another system sends something, signed; see [webhooks](../guides/webhooks.md).");

    private TriggerKeys() {}
}
