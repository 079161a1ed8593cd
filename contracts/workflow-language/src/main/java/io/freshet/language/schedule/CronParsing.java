package io.freshet.language.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads cron expressions: the library knows the fields, this class which of them is wrong. */
final class CronParsing {
    private static final CronParser FIVE = new CronParser(withFields(CronDefinitionBuilder.defineCron()));
    private static final CronParser SIX = new CronParser(withFields(
            CronDefinitionBuilder.defineCron().withSeconds().withStrictRange().and()));

    /** Which time it is makes no difference to whether one ever comes. */
    private static final ZonedDateTime ANY_TIME = ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private static final String FIELDS =
            "write minute, hour, day of month, month and day of week, such as \"0 6 * * *\"; a sixth field before them is the second";

    private CronParsing() {}

    static CronReading parse(String text) {
        if (text.length() > CronExpression.LONGEST) {
            return wrong("longer than %d characters".formatted(CronExpression.LONGEST), FIELDS);
        }
        List<String> parts = List.of(text.strip().toUpperCase(Locale.ROOT).split("\\s+"));
        if (parts.size() != 5 && parts.size() != 6) {
            return wrong("'%s' has %d of 5 or 6 fields".formatted(text, parts.size()), FIELDS);
        }
        List<CronField> fields = CronField.of(parts.size());
        for (int i = 0; i < parts.size(); i++) {
            if (!isValid(fields.get(i), parts.get(i), i, parts.size())) {
                return wrong(
                        "'%s' is no %s".formatted(parts.get(i), fields.get(i).title),
                        fields.get(i).allowed());
            }
        }
        return read(parts)
                .filter(times -> times.nextExecution(ANY_TIME).isPresent())
                .<CronReading>map(times ->
                        new CronReading.Valid(new CronExpression(String.join(" ", parts), times, isInterval(parts))))
                .orElseGet(() -> new CronReading.Invalid(
                        "'%s' never comes: there is no such day".formatted(text), "write a day that the month has"));
    }

    /** A field is right if it is right in an expression that has no other. */
    private static boolean isValid(CronField field, String part, int index, int count) {
        List<String> alone = new ArrayList<>(Collections.nCopies(count, "*"));
        alone.set(index, part);
        return field.hasForm(part) && read(alone).isPresent();
    }

    private static Optional<ExecutionTime> read(List<String> parts) {
        try {
            CronParser parser = parts.size() == 5 ? FIVE : SIX;
            return Optional.of(
                    ExecutionTime.forCron(parser.parse(String.join(" ", parts)).validate()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the second, the minute or the hour is counted with {@code *}: day, month and weekday do not matter. */
    private static boolean isInterval(List<String> parts) {
        return parts.subList(0, parts.size() - 3).stream().anyMatch(part -> part.startsWith("*"));
    }

    private static CronReading wrong(String why, String remedy) {
        return new CronReading.Invalid("not a cron expression: " + why, remedy);
    }

    private static CronDefinition withFields(CronDefinitionBuilder definition) {
        return definition
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .supportsL()
                .supportsW()
                .supportsLW()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .supportsL()
                .supportsHash()
                .withStrictRange()
                .and()
                .instance();
    }
}
