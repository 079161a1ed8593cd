package io.freshet.language.read;

import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;

/** Reads schedules. */
final class ScheduleReader {
    private final SpecErrors errors;

    ScheduleReader(SpecErrors errors) {
        this.errors = errors;
    }

    ScheduleSpec read(YamlNode node) {
        MappingReader fields = new MappingReader(node, ScheduleKeys.OF_SCHEDULE, errors);
        ScheduleSpec.Times times = new ScheduleSpec.Times(
                fields.require(ScheduleKeys.TIMES).orElse(""),
                fields.get(ScheduleKeys.TIMEZONE),
                fields.get(ScheduleKeys.JITTER),
                fields.read(ScheduleKeys.CALENDAR)
                        .map(calendar -> calendar(calendar, errors))
                        .orElse(ScheduleSpec.Calendar.EVERY_DAY));
        return new ScheduleSpec(
                fields.get(ScheduleKeys.NAME_OF_SCHEDULE),
                times,
                fields.get(ScheduleKeys.CATCHUP),
                fields.get(ScheduleKeys.CATCHUP_LIMIT),
                new ScheduleSpec.RunTemplate(
                        fields.get(ScheduleKeys.TASKS),
                        fields.get(ScheduleKeys.WHERE),
                        fields.get(ScheduleKeys.FORCE),
                        fields.get(ScheduleKeys.PARAMS),
                        fields.get(ScheduleKeys.ORDER)));
    }

    /** Reads a calendar, of schedules and deadlines alike. */
    static ScheduleSpec.Calendar calendar(YamlNode node, SpecErrors errors) {
        MappingReader fields = new MappingReader(node, ScheduleKeys.OF_CALENDAR, errors);
        return new ScheduleSpec.Calendar(
                fields.get(ScheduleKeys.SKIP).stream().distinct().sorted().toList(), fields.orNull(ScheduleKeys.ONLY));
    }
}
