package io.freshet.language.grammar;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.freshet.contracts.text.DurationText;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads values that have to do with time. */
public final class TimeValueReaders {
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    private static final int LONGEST_CRON = 200;

    /** Where an abbreviation of the United States is mostly meant; the Java platform knows regions there without daylight saving. */
    private static final Map<String, String> AMERICAN =
            Map.of("EST", "America/New_York", "MST", "America/Denver", "HST", "Pacific/Honolulu");

    /** Which time it is makes no difference to whether one ever comes. */
    private static final ZonedDateTime ANY_TIME = ZonedDateTime.of(2000, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final ValueReaders values;

    public TimeValueReaders(ValueReaders values) {
        this.values = values;
    }

    public Function<YamlNode, Optional<Duration>> duration(Duration min, Duration max) {
        return node -> text(node).flatMap(text -> {
            Optional<Duration> duration = DurationText.parse(text);
            if (duration.isEmpty()) {
                return values.wrong(
                        node, SpecErrorCode.BAD_DURATION, "'%s' is not a duration".formatted(text), DurationText.RULE);
            }
            boolean fits = duration.get().compareTo(min) >= 0 && duration.get().compareTo(max) <= 0;
            return fits
                    ? duration
                    : values.wrong(
                            node,
                            SpecErrorCode.OUT_OF_RANGE,
                            "the duration %s is out of bounds".formatted(text),
                            "use %s to %s".formatted(DurationText.format(min), DurationText.format(max)));
        });
    }

    public Optional<ZoneId> zone(YamlNode node) {
        return values.text(node).flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException e) {
                Optional<String> near = near(text);
                return values.wrong(
                        node,
                        SpecErrorCode.BAD_TIME,
                        "'%s' is not a time zone".formatted(text),
                        near.map("did you mean '%s'?"::formatted)
                                .orElse("use a region such as America/Los_Angeles, or UTC"));
            }
        });
    }

    /** A region for an abbreviation such as EST, of which the nearest names in letters are elsewhere; else the nearest name. */
    private static Optional<String> near(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        Optional<String> abbreviated = Optional.ofNullable(AMERICAN.getOrDefault(upper, ZoneId.SHORT_IDS.get(upper)));
        return abbreviated.isPresent() ? abbreviated : Suggestion.nearest(text, ZoneId.getAvailableZoneIds());
    }

    public Optional<LocalTime> timeOfDay(YamlNode node) {
        return values.text(node).flatMap(text -> {
            try {
                return Optional.of(LocalTime.parse(text));
            } catch (DateTimeException e) {
                return values.wrong(
                        node,
                        SpecErrorCode.BAD_TIME,
                        "'%s' is not a time of day".formatted(text),
                        "write hours and minutes: \"07:30\"");
            }
        });
    }

    public Optional<String> cron(YamlNode node) {
        return values.text(node).flatMap(text -> {
            try {
                if (text.length() > LONGEST_CRON) {
                    return wrongCron(node, "longer than 200 characters");
                }
                Cron cron = CRON.parse(text).validate();
                return ExecutionTime.forCron(cron).nextExecution(ANY_TIME).isPresent()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_CRON,
                                "'%s' never comes: there is no such day".formatted(text),
                                "write a day that the month has");
            } catch (IllegalArgumentException e) {
                return wrongCron(node, String.valueOf(e.getMessage()));
            }
        });
    }

    private Optional<String> wrongCron(YamlNode node, String why) {
        return values.wrong(
                node,
                SpecErrorCode.BAD_CRON,
                "not a cron expression: " + why,
                "write minute, hour, day of month, month and day of week, such as \"0 6 * * *\"");
    }

    /** A bare 0 is as good as 0s. */
    private Optional<String> text(YamlNode node) {
        boolean zero = node instanceof YamlNode.Scalar scalar && scalar.text().equals("0");
        return zero ? Optional.of("0s") : literalOrText(node);
    }

    private Optional<String> literalOrText(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Kind.INTEGER) {
            return values.wrong(
                    node, SpecErrorCode.BAD_DURATION, "%s has no unit".formatted(node.described()), DurationText.RULE);
        }
        return values.text(node);
    }
}
