package io.freshet.contracts.upstream;

import java.util.List;

/**
 * What came from outside, after it was checked: the value, or all that is wrong with it. Immutable.
 *
 * @param <T> of the value
 */
public sealed interface Checked<T> {
    /** It is in order. */
    record Valid<T>(T value) implements Checked<T> {}

    /** It will never be taken as it is. */
    record Invalid<T>(List<EventError> errors) implements Checked<T> {
        public Invalid {
            errors = List.copyOf(errors);
            if (errors.isEmpty()) {
                throw new IllegalArgumentException("refused without an error");
            }
        }
    }

    /** The value, or its errors where there are any. */
    static <T> Checked<T> of(T value, List<EventError> errors) {
        return errors.isEmpty() ? new Valid<>(value) : new Invalid<>(errors);
    }

    /** Refused for one reason. */
    static <T> Checked<T> invalid(String field, String problem, String remedy) {
        return new Invalid<>(List.of(new EventError(field, problem, remedy)));
    }
}
