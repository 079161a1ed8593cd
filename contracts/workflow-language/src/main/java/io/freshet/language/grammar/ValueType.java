package io.freshet.language.grammar;

import io.freshet.language.yaml.YamlNode;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the value of a key may be: how it is read, within which bounds, and how the reference and messages call it. {@link ValueTypes} has
 * those of the language. Immutable.
 *
 * @param description what one is called, such as {@code number from 0 to 100}
 * @param plural what several are called
 * @param reader reads one
 * @param written how one is written, for the reference
 */
public record ValueType<T>(String description, String plural, Reader<T> reader, Function<T, String> written) {
    /** Reads a value. What is wrong is reported and read as empty. */
    @FunctionalInterface
    public interface Reader<T> {
        Optional<T> read(YamlNode node, ValueReaders values);
    }

    static <T> ValueType<T> of(String description, String plural, Reader<T> reader) {
        return new ValueType<>(description, plural, reader, String::valueOf);
    }

    /** The same, called otherwise where its meaning is narrower than its form. */
    public ValueType<T> calledBy(String other) {
        return new ValueType<>(other, other, reader, written);
    }
}
