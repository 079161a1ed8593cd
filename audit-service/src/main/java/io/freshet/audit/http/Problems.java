package io.freshet.audit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.error.ProblemCode;

/** Every way in which this service refuses a request. */
final class Problems {
    private Problems() {}

    /** A parameter is wrong. */
    static ProblemException badParameter(String name, String why) {
        return problem(ProblemCode.INVALID_PARAMETER, "parameter '%s': %s".formatted(name, why));
    }

    /** There is no such thing, as far as the log was read. */
    static ProblemException notFound(String what, String name) {
        return unknown("nothing is known of %s '%s': look at the spelling, or ask again once it has happened"
                .formatted(what, name));
    }

    /** What was named does not exist; the text says so, and what does. */
    static ProblemException unknown(String detail) {
        return problem(ProblemCode.NOT_FOUND, detail);
    }

    /** What was named could be several things. */
    static ProblemException ambiguous(String detail) {
        return problem(ProblemCode.AMBIGUOUS_ID, detail);
    }

    private static ProblemException problem(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }
}
