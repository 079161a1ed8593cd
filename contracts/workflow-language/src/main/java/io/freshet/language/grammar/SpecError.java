package io.freshet.language.grammar;

import java.util.Comparator;

/**
 * One error in a specification.
 *
 * @param file as it was named to the parser
 * @param line from 1
 * @param column from 1
 * @param path of the value, as in {@code spec.tasks.clean.timeout}; empty for the file as a whole
 * @param message what is wrong
 * @param hint what would be right
 */
public record SpecError(String file, int line, int column, String path, SpecErrorCode code, String message, String hint)
        implements Comparable<SpecError> {
    private static final Comparator<SpecError> BY_POSITION = Comparator.comparing(SpecError::file)
            .thenComparingInt(SpecError::line)
            .thenComparingInt(SpecError::column)
            .thenComparing(SpecError::code)
            .thenComparing(SpecError::path)
            .thenComparing(SpecError::message)
            .thenComparing(SpecError::hint);

    /** By position in the file. */
    @Override
    public int compareTo(SpecError other) {
        return BY_POSITION.compare(this, other);
    }

    /** One line for people: {@code file:line:column: message; hint [code]}. */
    @Override
    public String toString() {
        return "%s:%d:%d: %s; %s [%s]".formatted(file, line, column, message, hint, code);
    }
}
