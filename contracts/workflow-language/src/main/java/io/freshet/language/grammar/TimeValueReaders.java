package io.freshet.language.grammar;

import io.freshet.contracts.text.DurationText;
import io.freshet.contracts.text.Suggestion;
import io.freshet.language.schedule.CronExpression;
import io.freshet.language.schedule.CronReading;
import io.freshet.language.schedule.NominalText;
import io.freshet.language.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads values that have to do with time. */
public final class TimeValueReaders {
    /** Where an abbreviation of the United States is mostly meant; the Java platform knows regions there without daylight saving. */
    private static final Map<String, String> AMERICAN =
            Map.of("EST", "America/New_York", "MST", "America/Denver", "HST", "Pacific/Honolulu");

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

    /** With or without quotes: a date is no number. */
    public Optional<LocalDate> date(YamlNode node) {
        return values.literal(node).flatMap(text -> {
            try {
                return Optional.of(LocalDate.parse(text));
            } catch (DateTimeException e) {
                return values.wrong(
                        node, SpecErrorCode.BAD_TIME, "'%s' is not a date".formatted(text), "write it as 2026-12-25");
            }
        });
    }

    /** A single value, with placeholders for the nominal time of a firing. */
    public Optional<String> nominalText(YamlNode node) {
        return values.literal(node)
                .flatMap(text -> NominalText.parse(text).isPresent()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_VALUE,
                                "'%s' has a placeholder that is malformed".formatted(text),
                                NominalText.RULE));
    }

    public Optional<String> cron(YamlNode node) {
        return values.text(node).flatMap(text -> switch (CronExpression.parse(text)) {
            case CronReading.Valid _ -> Optional.of(text);
            case CronReading.Invalid(String message, String remedy) ->
                values.wrong(node, SpecErrorCode.BAD_CRON, message, remedy);
        });
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
