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

    /** A header is wrong. */
    static ProblemException badHeader(String name, String why) {
        return problem(ProblemCode.INVALID_PARAMETER, "header '%s': %s".formatted(name, why));
    }

    /** No more of those who follow events can be served. */
    static ProblemException tooManyFollowers(int most) {
        return problem(
                ProblemCode.TOO_MANY_FOLLOWERS,
                "%d follow events already, and the service takes no more: try again later".formatted(most));
    }

    /** The broker does not say what is on the log. */
    static ProblemException noLog(String why) {
        return problem(ProblemCode.SERVICE_UNAVAILABLE, why);
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
