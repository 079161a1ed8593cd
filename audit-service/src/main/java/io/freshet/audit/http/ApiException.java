package io.freshet.audit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;

/** A request that cannot be served, and why: becomes a problem in the answer. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;

    private ApiException(ProblemCode code, String detail) {
        super(detail);
        this.code = code;
    }

    /** A parameter is wrong. */
    static ApiException badParameter(String name, String why) {
        return new ApiException(ProblemCode.INVALID_PARAMETER, "parameter '%s': %s".formatted(name, why));
    }

    /** There is no such thing, as far as the log was read. */
    static ApiException notFound(String what, String name) {
        return new ApiException(
                ProblemCode.NOT_FOUND,
                "nothing is known of %s '%s': look at the spelling, or ask again once it has happened"
                        .formatted(what, name));
    }

    /** What was named does not exist; the text says so, and what does. */
    static ApiException unknown(String detail) {
        return new ApiException(ProblemCode.NOT_FOUND, detail);
    }

    /** What was named could be several things. */
    static ApiException ambiguous(String detail) {
        return new ApiException(ProblemCode.AMBIGUOUS_ID, detail);
    }

    /** What is answered. */
    Problem problem() {
        return Problem.of(code, String.valueOf(getMessage()));
    }
}
