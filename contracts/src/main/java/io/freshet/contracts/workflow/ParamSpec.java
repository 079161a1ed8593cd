package io.freshet.contracts.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a workflow. Values are kept as text and checked against the type.
 *
 * @param defaultValue null if every run must say it
 * @param allowed the only values there are; empty: any of the type
 */
public record ParamSpec(String name, Type type, @Nullable String defaultValue, List<String> allowed) {
    /** Characters of a value. */
    public static final int MAX_VALUE_LENGTH = 4_096;

    /** What a parameter's text must parse as. */
    public enum Type {
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        DATE
    }

    public ParamSpec {
        allowed = List.copyOf(allowed);
    }

    /** Whether a text is one of its values. */
    public boolean accepts(String text) {
        return text.length() <= MAX_VALUE_LENGTH
                && ParamReader.fits(text, type)
                && (allowed.isEmpty() || allowed.contains(text));
    }
}
