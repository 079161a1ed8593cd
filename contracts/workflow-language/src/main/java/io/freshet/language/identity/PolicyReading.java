package io.freshet.language.identity;

import io.freshet.language.grammar.SpecError;
import java.util.List;
import java.util.stream.Collectors;

/** What reading a policy gave. */
public sealed interface PolicyReading {
    /** It is valid. */
    record Valid(IdentityPolicy policy) implements PolicyReading {}

    /**
     * It is not, and nothing of it counts.
     *
     * @param errors all of them, at least one, sorted by position
     */
    record Invalid(List<SpecError> errors) implements PolicyReading {
        public Invalid {
            errors = errors.stream().sorted().distinct().toList();
        }

        /** All errors, one per line. */
        public String text() {
            return errors.stream().map(SpecError::toString).collect(Collectors.joining("\n"));
        }
    }
}
