package io.freshet.language.read;

import io.freshet.contracts.spec.DeadlineSpec;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** Reads deadlines. One of which it is not clear what is meant is left out. */
final class DeadlineReader {
    private static final List<Key<?>> SUBJECTS = List.of(DeadlineKeys.DATASET, DeadlineKeys.RUN);
    private static final List<Key<?>> DUE = List.of(DeadlineKeys.BY, DeadlineKeys.TIMES, DeadlineKeys.AGE);

    private final SpecErrors errors;

    DeadlineReader(SpecErrors errors) {
        this.errors = errors;
    }

    Optional<DeadlineSpec> read(YamlNode node) {
        MappingReader fields = new MappingReader(node, DeadlineKeys.DEADLINE, errors);
        if (!fields.isMapping()) {
            return Optional.empty();
        }
        boolean isClear = List.of(SUBJECTS, DUE).stream()
                        .filter(keys -> !fields.hasOneOf(keys))
                        .count()
                == 0;
        only(fields, DeadlineKeys.PARTITION, DeadlineKeys.DATASET);
        if (fields.has(DeadlineKeys.AGE)) {
            List.of(DeadlineKeys.PARTITION, DeadlineKeys.TIMEZONE, DeadlineKeys.CALENDAR)
                    .forEach(key -> refuse(fields, key, DeadlineKeys.AGE));
        }
        String name = fields.get(DeadlineKeys.NAME_OF_DEADLINE);
        Optional<DeadlineSpec.Subject> subject = subject(fields);
        Optional<DeadlineSpec.Due> due = due(fields);
        return isClear
                ? subject.flatMap(known -> due.map(times -> new DeadlineSpec(name, known, times)))
                : Optional.empty();
    }

    private static Optional<DeadlineSpec.Subject> subject(MappingReader fields) {
        return fields.read(DeadlineKeys.DATASET)
                .<DeadlineSpec.Subject>map(
                        dataset -> new DeadlineSpec.Partitions(dataset, fields.get(DeadlineKeys.PARTITION)))
                .or(() -> fields.read(DeadlineKeys.RUN)
                        .map(run -> new DeadlineSpec.Runs(run.equals(DeadlineKeys.ANY_RUN) ? null : run)));
    }

    private Optional<DeadlineSpec.Due> due(MappingReader fields) {
        return fields.read(DeadlineKeys.AGE)
                .<DeadlineSpec.Due>map(DeadlineSpec.Age::new)
                .or(() -> fields.read(DeadlineKeys.TIMES)
                        .or(() -> fields.read(DeadlineKeys.BY).map(DeadlineReader::daily))
                        .map(cron -> at(cron, fields)));
    }

    private DeadlineSpec.At at(String cron, MappingReader fields) {
        ScheduleSpec.Calendar calendar = fields.read(DeadlineKeys.CALENDAR)
                .map(node -> ScheduleReader.calendar(node, errors))
                .orElse(ScheduleSpec.Calendar.EVERY_DAY);
        String only = calendar.only();
        return new DeadlineSpec.At(
                cron,
                fields.get(DeadlineKeys.TIMEZONE),
                calendar.skip(),
                only == null ? null : new DeadlineSpec.Days(only, null));
    }

    /** A time of day, as cron has it. */
    private static String daily(LocalTime by) {
        String daily = "%d %d * * *".formatted(by.getMinute(), by.getHour());
        return by.getSecond() == 0 ? daily : by.getSecond() + " " + daily;
    }

    private void only(MappingReader fields, Key<?> key, Key<?> with) {
        if (fields.has(key) && !fields.has(with)) {
            errors.at(
                    fields.path(),
                    SpecErrorCode.BAD_VALUE,
                    "'%s' means nothing without '%s'".formatted(key.name(), with.name()),
                    "leave '%s' out".formatted(key.name()));
        }
    }

    private void refuse(MappingReader fields, Key<?> key, Key<?> with) {
        if (fields.has(key)) {
            errors.at(
                    fields.path(),
                    SpecErrorCode.BAD_VALUE,
                    "'%s' means nothing beside '%s'".formatted(key.name(), with.name()),
                    "leave '%s' out".formatted(key.name()));
        }
    }
}
