package io.freshet.language.read;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads triggers, deadlines and alerts. */
final class TriggerReader {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final SpecErrors errors;
    private final ValueReaders values;
    private final TimeValueReaders times;

    TriggerReader(SpecErrors errors, ValueReaders values, TimeValueReaders times) {
        this.errors = errors;
        this.values = values;
        this.times = times;
    }

    Optional<TriggerSpec> trigger(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.TRIGGER, errors);
        return fields.single().flatMap(key -> fields.read(key, key.equals("schedule") ? this::schedule : this::event));
    }

    Optional<DeadlineSpec> deadline(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.DEADLINE, errors);
        Optional<String> dataset = fields.require("dataset", values::text);
        Optional<LocalTime> by = fields.require("by", times::timeOfDay);
        ZoneId zone = fields.read("timezone", times::zone).orElse(UTC);
        return Optional.of(new DeadlineSpec(dataset.orElse(""), by.orElse(LocalTime.MIDNIGHT), zone));
    }

    Optional<AlertSpec> alert(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.ALERT, errors);
        Optional<List<String>> on = fields.require("on", values.someOf(values.oneOf("failed", "late", "blocked")));
        Optional<String> secret = fields.require(
                "webhook",
                webhook -> new MappingReader(webhook, Grammar.WEBHOOK, errors).require("secret", values::name));
        return Optional.of(new AlertSpec(on.orElse(List.of()), secret.orElse("")));
    }

    private Optional<TriggerSpec> schedule(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.SCHEDULE, errors);
        Optional<String> cron = fields.require("cron", times::cron);
        ZoneId zone = fields.read("timezone", times::zone).orElse(UTC);
        TriggerSpec.Catchup catchup =
                fields.read("catchup", values.oneOf(TriggerSpec.Catchup.class)).orElse(TriggerSpec.Catchup.LATEST);
        return Optional.of(new TriggerSpec.Schedule(cron.orElse(""), zone, catchup));
    }

    private Optional<TriggerSpec> event(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.EVENT, errors);
        return Optional.of(
                new TriggerSpec.OnEvent(fields.require("type", values::text).orElse("")));
    }
}
