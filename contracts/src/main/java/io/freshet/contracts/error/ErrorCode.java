package io.freshet.contracts.error;

import java.util.Locale;

/**
 * A code by which people and programs know an error. Enums implement it; together they are the only places where codes are written, and
 * {@code docs/reference/errors.md} is made from them. A code never changes its meaning.
 */
public interface ErrorCode {
    /** The constant's name, in upper case with underscores. */
    String name();

    /** What it means, and what to do about it. */
    ErrorDescription description();

    /** How it is written in answers and logs: in lower case with hyphens. */
    default String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
