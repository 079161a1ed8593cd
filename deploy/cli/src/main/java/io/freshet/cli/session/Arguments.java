package io.freshet.cli.session;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.Overlap;
import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.text.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names that a person typed; a wrong one is a usage error that says what would be right. */
public final class Arguments {
    private Arguments() {}

    public static InstanceRef instance(String text) {
        return parsed(text, InstanceRef::parse);
    }

    /** Where a record lies in Kafka. */
    public static SourceRecord place(String text) {
        return parsed(text, SourceRecord::parse);
    }

    /** A whole number that an option takes. */
    public static int between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CommandException(
                    ExitCode.USAGE, "%s: %d is not between %d and %d".formatted(option, value, least, most));
        }
        return value;
    }

    public static DatasetRef dataset(String text) {
        return parsed(text, DatasetRef::parse);
    }

    public static WorkflowRef workflow(String text) {
        return parsed(text, WorkflowRef::parse);
    }

    public static PartitionKey partition(String text) {
        return parsed(text, PartitionKey::parse);
    }

    public static Fingerprint fingerprint(String text) {
        return parsed(text, Fingerprint::parse);
    }

    /** {@code 30s}, {@code 10m}, {@code 2h}, or ISO-8601. */
    public static Duration duration(String text) {
        return DurationText.parse(text)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "'%s' is not a duration: %s".formatted(text, DurationText.RULE)));
    }

    /** {@code 2026-01-05T06:00:00Z}, or how long before now. */
    public static Instant time(String option, String text, Instant now) {
        try {
            return text.contains(":") ? Instant.parse(text) : now.minus(duration(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "%s '%s' is no time: write it as 2026-01-05T06:00:00Z, or how long ago, such as 2h"
                            .formatted(option, text));
        }
    }

    /** {@code newest-first} or {@code oldest-first}. */
    public static PartitionOrder order(String text) {
        return oneOf(PartitionOrder.class, text)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "'%s' is no order: write newest-first or oldest-first".formatted(text)));
    }

    /** One of the ways in which runs may overlap; null if nothing is said. */
    public static @Nullable Overlap overlap(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return oneOf(Overlap.class, text)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE,
                        "'%s' does not say how runs overlap: write parallel, sequential, strict-sequential, first-only or last-only"
                                .formatted(text)));
    }

    /** By its name as people write it, in lower case and with hyphens. */
    private static <E extends Enum<E>> Optional<E> oneOf(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value ->
                        value.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                .findFirst();
    }

    private static <T> T parsed(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
