package io.freshet.language.grammar;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.text.DurationText;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types of values that files are made of; each with its bounds says them in the reference. */
public final class ValueTypes {
    public static final ValueType<String> TEXT = ValueType.of("text", "texts", (node, values) -> values.text(node));
    /** A single value as it is written, such as an argument or a parameter. */
    public static final ValueType<String> LITERAL =
            ValueType.of("text", "texts", (node, values) -> values.literal(node));

    public static final ValueType<String> NAME = ValueType.of("name", "names", (node, values) -> values.name(node));
    public static final ValueType<Boolean> FLAG =
            ValueType.of("`true`, `false`", "`true` or `false`", (node, values) -> values.bool(node));
    public static final ValueType<String> PATH =
            ValueType.of("path", "paths", (node, values) -> new PathValueReaders(values).relativePath(node));
    public static final ValueType<String> PATH_OR_GLOB = ValueType.of(
            "path or glob", "paths and globs", (node, values) -> new PathValueReaders(values).pathOrGlob(node));
    public static final ValueType<String> FILE_NAME =
            ValueType.of("file name", "file names", (node, values) -> new PathValueReaders(values).fileName(node));
    public static final ValueType<Layout> LAYOUT =
            ValueType.of("layout", "layouts", (node, values) -> new PathValueReaders(values).layout(node));
    public static final ValueType<String> CRON =
            ValueType.of("cron", "crons", (node, values) -> new TimeValueReaders(values).cron(node));
    public static final ValueType<LocalDate> DATE =
            ValueType.of("date", "dates", (node, values) -> new TimeValueReaders(values).date(node));
    /** A value in which the nominal time of a firing may stand. */
    public static final ValueType<String> NOMINAL_TEXT =
            ValueType.of("text", "texts", (node, values) -> new TimeValueReaders(values).nominalText(node));

    public static final ValueType<ZoneId> ZONE =
            ValueType.of("time zone", "time zones", (node, values) -> new TimeValueReaders(values).zone(node));
    public static final ValueType<LocalTime> TIME_OF_DAY =
            ValueType.of("time of day", "times of day", (node, values) -> new TimeValueReaders(values).timeOfDay(node));

    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private ValueTypes() {}

    /** What has a form of its own, and is read by who knows it. */
    public static ValueType<YamlNode> structure(String description) {
        return ValueType.of(description, description, (node, values) -> Optional.of(node));
    }

    /** A whole number. */
    public static ValueType<Integer> integer(int min, int max) {
        String bounds = max == Integer.MAX_VALUE ? "from %d".formatted(min) : "from %d to %d".formatted(min, max);
        return ValueType.of(
                "number " + bounds,
                "numbers " + bounds,
                (node, values) -> values.integer(min, max).apply(node));
    }

    /** A whole number without an upper bound but that of 64 bits. */
    public static ValueType<Long> whole(long min) {
        return ValueType.of(
                "number from %d".formatted(min),
                "numbers from %d".formatted(min),
                (node, values) -> values.whole(min, Long.MAX_VALUE).apply(node));
    }

    /** A number that need not be whole, between two that are. */
    public static ValueType<Double> number(int min, int max) {
        String bounds = "from %d to %d".formatted(min, max);
        return new ValueType<>(
                "number " + bounds,
                "numbers " + bounds,
                (node, values) -> values.number(min, max).apply(node),
                value -> value == Math.rint(value) ? Long.toString(value.longValue()) : value.toString());
    }

    public static ValueType<Duration> duration(Duration min, Duration max) {
        String bounds = min.compareTo(MILLISECOND) <= 0
                ? "up to " + DurationText.format(max)
                : "from %s to %s".formatted(DurationText.format(min), DurationText.format(max));
        return new ValueType<>(
                "duration " + bounds,
                "durations " + bounds,
                (node, values) ->
                        new TimeValueReaders(values).duration(min, max).apply(node),
                DurationText::format);
    }

    /** One of an enum's constants, written in lower case and with '-' between words. */
    public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        String choices = Arrays.stream(type.getEnumConstants())
                .map(constant -> "`" + written(constant) + "`")
                .collect(Collectors.joining(", "));
        return new ValueType<>(
                choices, choices, (node, values) -> values.oneOf(type).apply(node), ValueTypes::written);
    }

    public static ValueType<String> oneOf(String... choices) {
        String described = Arrays.stream(choices).map("`%s`"::formatted).collect(Collectors.joining(", "));
        return ValueType.of(
                described, described, (node, values) -> values.oneOf(choices).apply(node));
    }

    /** What a file says of its kind and version: this and nothing else. */
    public static ValueType<String> only(String supported) {
        return ValueType.of(
                "text", "texts", (node, values) -> values.only(supported).apply(node));
    }

    public static <T> ValueType<List<T>> listOf(ValueType<T> item) {
        String described = "list of " + item.plural();
        return ValueType.of(
                described,
                described,
                (node, values) -> values.listOf(reading(item, values)).apply(node));
    }

    /** A list with at least one item. */
    public static <T> ValueType<List<T>> someOf(ValueType<T> item) {
        String described = "list of " + item.plural();
        return ValueType.of(
                described,
                described,
                (node, values) -> values.someOf(reading(item, values)).apply(node));
    }

    /** A value, or a list with at least one. */
    public static <T> ValueType<List<T>> oneOrMore(ValueType<T> item) {
        String described = "%s, or list of %s".formatted(item.description(), item.plural());
        return ValueType.of(
                described,
                described,
                (node, values) -> node instanceof YamlNode.Sequence
                        ? values.someOf(reading(item, values)).apply(node)
                        : item.reader().read(node, values).map(List::of));
    }

    /**
     * A mapping whose keys the author chooses.
     *
     * @param key what the keys are, such as {@code dimension}
     */
    public static <T> ValueType<Map<String, T>> mapOf(String key, ValueType<T> value) {
        String described = "mapping of %s to %s".formatted(key, value.description());
        return ValueType.of(
                described,
                described,
                (node, values) -> values.mapOf(reading(value, values)).apply(node));
    }

    private static <T> Function<YamlNode, Optional<T>> reading(ValueType<T> type, ValueReaders values) {
        return node -> type.reader().read(node, values);
    }

    static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
