package io.freshet.language.read;

import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;

/** Reads event triggers. */
final class EventTriggerReader {
    private final SpecErrors errors;

    EventTriggerReader(SpecErrors errors) {
        this.errors = errors;
    }

    EventTriggerSpec read(YamlNode node) {
        MappingReader fields = new MappingReader(node, EventTriggerKeys.OF_EVENT, errors);
        return new EventTriggerSpec(
                fields.get(EventTriggerKeys.NAME_OF_EVENT),
                fields.require(EventTriggerKeys.TYPE).orElse(""),
                fields.orNull(EventTriggerKeys.FILTER),
                fields.orNull(EventTriggerKeys.DEDUPLICATE),
                new EventTriggerSpec.RunTemplate(
                        fields.get(EventTriggerKeys.TASKS),
                        fields.get(EventTriggerKeys.WHERE),
                        fields.get(EventTriggerKeys.PARAMS),
                        fields.get(EventTriggerKeys.ORDER)),
                EventTriggerKeys.PACE.read(fields));
    }
}
