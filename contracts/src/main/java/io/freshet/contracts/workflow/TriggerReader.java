package io.freshet.contracts.workflow;

import io.freshet.contracts.yaml.YamlNode;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads triggers, deadlines and alerts. */
final class TriggerReader {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Errors errors;
    private final Values values;
    private final TimeValues times;

    TriggerReader(Errors errors, Values values, TimeValues times) {
        this.errors = errors;
        this.values = values;
        this.times = times;
    }

    Optional<TriggerSpec> trigger(YamlNode node) {
        Fields fields = new Fields(node, Section.TRIGGER, errors);
        return fields.single().flatMap(key -> fields.read(key, key.equals("schedule") ? this::schedule : this::event));
    }

    Optional<DeadlineSpec> deadline(YamlNode node) {
        Fields fields = new Fields(node, Section.DEADLINE, errors);
        Optional<String> dataset = fields.require("dataset", values::text);
        Optional<LocalTime> by = fields.require("by", times::timeOfDay);
        ZoneId zone = fields.read("timezone", times::zone).orElse(UTC);
        return Optional.of(new DeadlineSpec(dataset.orElse(""), by.orElse(LocalTime.MIDNIGHT), zone));
    }

    Optional<AlertSpec> alert(YamlNode node) {
        Fields fields = new Fields(node, Section.ALERT, errors);
        Optional<List<String>> on = fields.require("on", values.someOf(values.oneOf("failed", "late", "blocked")));
        Optional<String> secret = fields.require(
                "webhook", webhook -> new Fields(webhook, Section.WEBHOOK, errors).require("secret", values::name));
        return Optional.of(new AlertSpec(on.orElse(List.of()), secret.orElse("")));
    }

    private Optional<TriggerSpec> schedule(YamlNode node) {
        Fields fields = new Fields(node, Section.SCHEDULE, errors);
        Optional<String> cron = fields.require("cron", times::cron);
        ZoneId zone = fields.read("timezone", times::zone).orElse(UTC);
        TriggerSpec.Catchup catchup =
                fields.read("catchup", values.oneOf(TriggerSpec.Catchup.class)).orElse(TriggerSpec.Catchup.LATEST);
        return Optional.of(new TriggerSpec.Schedule(cron.orElse(""), zone, catchup));
    }

    private Optional<TriggerSpec> event(YamlNode node) {
        Fields fields = new Fields(node, Section.EVENT, errors);
        return Optional.of(
                new TriggerSpec.OnEvent(fields.require("type", values::text).orElse("")));
    }
}
