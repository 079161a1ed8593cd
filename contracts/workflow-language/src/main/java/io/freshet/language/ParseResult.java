package io.freshet.language;

import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import java.util.List;

/** What reading a specification gave. */
public sealed interface ParseResult {
    /** It is valid. */
    record Parsed(WorkflowSpec spec, SourceMap source) implements ParseResult {}

    /**
     * It is not.
     *
     * @param errors all of them, at least one, sorted by position
     */
    record Invalid(List<SpecError> errors) implements ParseResult {
        public Invalid {
            errors = errors.stream().sorted().distinct().toList();
        }
    }
}
