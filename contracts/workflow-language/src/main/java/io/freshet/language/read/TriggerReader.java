package io.freshet.language.read;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Reads triggers, deadlines and alerts. */
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
                .or(() -> fields.read(TriggerKeys.EVENT).map(events::read));
    }

    Optional<DeadlineSpec> deadline(YamlNode node) {
        MappingReader fields = new MappingReader(node, TriggerKeys.DEADLINE, errors);
        return Optional.of(new DeadlineSpec(
                fields.require(TriggerKeys.DATASET).orElse(""),
                fields.require(TriggerKeys.BY).orElse(LocalTime.MIDNIGHT),
                fields.get(TriggerKeys.DEADLINE_ZONE)));
    }

    Optional<AlertSpec> alert(YamlNode node) {
        MappingReader fields = new MappingReader(node, TriggerKeys.ALERT, errors);
        List<String> on = fields.require(TriggerKeys.ON).orElse(List.of());
        Optional<String> secret = fields.require(TriggerKeys.WEBHOOK)
                .flatMap(webhook ->
                        new MappingReader(webhook, TriggerKeys.OF_WEBHOOK, errors).require(TriggerKeys.SECRET));
        return Optional.of(new AlertSpec(on, secret.orElse("")));
    }
}
