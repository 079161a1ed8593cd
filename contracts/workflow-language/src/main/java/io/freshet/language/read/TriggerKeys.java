package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.TIME_OF_DAY;
import static io.freshet.language.grammar.ValueTypes.ZONE;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.someOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** The keys of triggers, deadlines and alerts. */
final class TriggerKeys {
    private static final ZoneId UTC = ZoneId.of("UTC");

    static final Section TRIGGER = new Section("`spec.triggers[]` (exactly one key)");
    static final Key<YamlNode> SCHEDULE = TRIGGER.key("schedule")
            .takes(structure("mapping"))
            .absent("-", "At times; see [schedules](../guides/schedules.md).");
    static final Key<YamlNode> EVENT = TRIGGER.key("event")
            .takes(structure("mapping"))
            .absent(
                    "-",
                    "When an event of an upstream system arrives; see [event triggers](../guides/event-triggers.md).");

    static final Section DEADLINE = new Section("`spec.deadlines[]`");
    static final Key<String> DATASET =
            DEADLINE.key("dataset").takes(TEXT.calledBy("name")).required("The dataset.");
    static final Key<LocalTime> BY = DEADLINE.key("by").takes(TIME_OF_DAY).required("Such as `07:30`.");
    static final Key<ZoneId> DEADLINE_ZONE =
            DEADLINE.key("timezone").takes(ZONE).orElse(UTC, "Such as `America/Los_Angeles`.");

    static final Section ALERT = new Section("`spec.alerts[]`");
    static final Key<List<String>> ON =
            ALERT.key("on").takes(someOf(oneOf("failed", "late", "blocked"))).required("What to tell.");
    static final Key<YamlNode> WEBHOOK =
            ALERT.key("webhook").takes(structure("mapping")).required("Where to.");

    static final Section OF_WEBHOOK = new Section("`spec.alerts[].webhook`");
    static final Key<String> SECRET =
            OF_WEBHOOK.key("secret").takes(NAME).required("The name of the secret that holds the address.");

    private TriggerKeys() {}
}
