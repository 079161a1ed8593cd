package io.freshet.language.read;

import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;
import java.util.Optional;

/** Reads triggers. */
final class TriggerReader {
    private final SpecErrors errors;
    private final ScheduleReader schedules;
    private final EventTriggerReader events;

    TriggerReader(SpecErrors errors) {
        this.errors = errors;
        this.schedules = new ScheduleReader(errors);
        this.events = new EventTriggerReader(errors);
    }

    Optional<TriggerSpec> trigger(YamlNode node) {
        MappingReader fields = new MappingReader(node, TriggerKeys.TRIGGER, errors);
        if (!fields.hasOne()) {
            return Optional.empty();
        }
        return fields.read(TriggerKeys.SCHEDULE)
                .<TriggerSpec>map(schedules::read)
                .or(() -> fields.read(TriggerKeys.EVENT).<TriggerSpec>map(events::event))
                .or(() -> fields.read(TriggerKeys.WEBHOOK_TRIGGER).map(events::webhook));
    }
}
