package io.freshet.language.grammar;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a mapping: what it takes, what holds without it, and what it means. Made by {@link Section#key}. Immutable.
 *
 * @param type how its value is read, and within which bounds
 * @param initial the value that holds without it; null if it is required, or if there is none
 * @param otherwise what holds without it, for the reference
 */
public record Key<T>(
        String name, ValueType<T> type, @Nullable T initial, String otherwise, String meaning) {
    /** The first step of making one: it has a name. */
    public static final class Named {
        private final Section section;
        private final String name;

        Named(Section section, String name) {
            this.section = section;
            this.name = name;
        }

        /** What it takes. */
        public <T> Typed<T> takes(ValueType<T> type) {
            return new Typed<>(section, name, type);
        }
    }

    /** The second step: it is known what it takes. Each method ends the making and adds the key to its section. */
    public static final class Typed<T> {
        private final Section section;
        private final String name;
        private final ValueType<T> type;

        Typed(Section section, String name, ValueType<T> type) {
            this.section = section;
            this.name = name;
            this.type = type;
        }

        /** It must be there. */
        public Key<T> required(String meaning) {
            return section.add(new Key<>(name, type, null, "required", meaning));
        }

        /** It need not be there, and then there is no value. */
        public Key<T> absent(String otherwise, String meaning) {
            return section.add(new Key<>(name, type, null, otherwise, meaning));
        }

        /** Without it this value holds, which the reference shows as it would be written. */
        public Key<T> orElse(T initial, String meaning) {
            return orElse(initial, "`%s`".formatted(type.written().apply(initial)), meaning);
        }

        /** Without it this value holds, which the reference calls otherwise. */
        public Key<T> orElse(T initial, String otherwise, String meaning) {
            return section.add(new Key<>(name, type, initial, otherwise, meaning));
        }
    }

    /** The value that holds without it; empty if there is none. */
    Optional<T> byDefault() {
        return Optional.ofNullable(initial);
    }
}
