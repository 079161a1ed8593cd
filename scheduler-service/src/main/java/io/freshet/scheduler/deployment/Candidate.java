package io.freshet.scheduler.deployment;

import io.freshet.contracts.id.WorkflowRef;
import io.freshet.language.ParseResult;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.language.grammar.SpecError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that somebody wants deployed, maybe together with others.
 *
 * @param place the directory of the archive that has it, with a slash behind; empty if the archive is the bundle
 */
record Candidate(String place, DeployableBundle bundle) {
    /** What its file says; null if that cannot be read. */
    ParseResult.@Nullable Parsed workflow() {
        return switch (bundle) {
            case DeployableBundle.Valid valid -> valid.workflow();
            case DeployableBundle.Invalid invalid -> invalid.workflow();
        };
    }

    /** What is wrong with the bundle by itself. */
    List<SpecError> errors() {
        return switch (bundle) {
            case DeployableBundle.Valid _ -> List.of();
            case DeployableBundle.Invalid(List<SpecError> errors, var _) -> errors;
        };
    }

    /**
     * The bundle.
     *
     * @throws IllegalStateException if it has errors
     */
    DeployableBundle.Valid valid() {
        return switch (bundle) {
            case DeployableBundle.Valid valid -> valid;
            case DeployableBundle.Invalid invalid -> throw new IllegalStateException("has " + invalid.errors());
        };
    }

    /** The name that it has in a namespace; to be asked only of one that is valid. */
    WorkflowRef in(String namespace) {
        return new WorkflowRef(namespace, valid().workflow().spec().name());
    }

    /** The error as one of several bundles: it says in which. */
    SpecError placed(SpecError error) {
        return new SpecError(
                place + error.file(),
                error.line(),
                error.column(),
                error.path(),
                error.code(),
                error.message(),
                error.hint());
    }
}
