package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.InstanceScope;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.ResultPage;
import io.freshet.contracts.api.Page;
import io.micronaut.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request; each that is wrong is refused by name. */
final class Parameters {
    private static final int DEFAULT_LIMIT = 100;
    private static final int LARGEST_LIMIT = 1_000;

    private final HttpRequest<?> request;

    Parameters(HttpRequest<?> request) {
        this.request = request;
    }

    /** The text of a parameter; null if it is absent. */
    @Nullable
    String text(String name) {
        return request.getParameters().getFirst(name).orElse(null);
    }

    /** A name that restricts a list; null, also for an empty text, does not. */
    @Nullable
    String name(String name) {
        String text = text(name);
        return text == null || text.isEmpty() ? null : text;
    }

    <T> T required(String name, Function<String, T> parse) {
        T value = parsed(name, parse);
        if (value == null) {
            throw Problems.badParameter(name, "it is required");
        }
        return value;
    }

    /** The value of a parameter, null if it is absent; the parser refuses by {@link IllegalArgumentException}. */
    <T> @Nullable T parsed(String name, Function<String, T> parse) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw Problems.badParameter(name, String.valueOf(e.getMessage()));
        }
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        return parsed(name, text -> {
            String wanted = text.toUpperCase(Locale.ROOT).replace('-', '_');
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'%s' is not one of %s".formatted(text, Arrays.toString(type.getEnumConstants()))));
        });
    }

    @Nullable
    Instant time(String name) {
        return parsed(name, ParameterTime::parse);
    }

    /** A whole number within bounds. */
    long number(String name, long otherwise, long least, long most) {
        Long value = parsed(name, text -> {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'%s' is not a whole number".formatted(text), e);
            }
        });
        if (value == null) {
            return otherwise;
        }
        if (value < least || value > most) {
            throw Problems.badParameter(name, "%d is not between %d and %d".formatted(value, least, most));
        }
        return value;
    }

    boolean flag(String name) {
        String text = text(name);
        return text != null && (text.isEmpty() || text.equals("true"));
    }

    /** How long to wait: {@code PT30S} or {@code 30s}, {@code 500ms}, {@code 2m}; never longer than {@code most}. */
    Duration duration(String name, Duration otherwise, Duration most) {
        Duration value = parsed(name, Parameters::duration);
        if (value != null && value.isNegative()) {
            throw Problems.badParameter(name, "it is negative");
        }
        Duration wanted = value == null ? otherwise : value;
        return wanted.compareTo(most) > 0 ? most : wanted;
    }

    InstanceScope scope() {
        return new InstanceScope(name("namespace"), name("workflow"), name("task"), name("partition"));
    }

    /**
     * @param kinds what the list is sorted by
     */
    PageRequest slice(SortKey... kinds) {
        return new PageRequest(
                (int) number("limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT),
                parsed("cursor", text -> Cursor.decode(text, List.of(kinds))));
    }

    static <T> Page<T> page(ResultPage<T> listed) {
        return new Page<>(listed.items(), listed.next() == null ? null : Cursor.encode(listed.next()));
    }

    private static Duration duration(String text) {
        if (text.startsWith("P")) {
            return Duration.parse(text);
        }
        return Duration.parse(
                text.endsWith("ms")
                        ? "PT%.3fS".formatted(Long.parseLong(text.substring(0, text.length() - 2)) / 1000.0)
                        : "PT" + text.toUpperCase(Locale.ROOT));
    }
}
