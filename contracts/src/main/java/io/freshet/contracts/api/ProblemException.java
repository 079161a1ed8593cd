package io.freshet.contracts.api;

/** A service answered with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super("%s (%d %s)%s".formatted(problem.detail(), problem.status(), problem.code(), first(problem)));
        this.problem = problem;
    }

    /** The first of several errors, so that a log that has only the message says what is wrong. */
    private static String first(Problem problem) {
        if (problem.errors().isEmpty()) {
            return "";
        }
        Problem.Detail error = problem.errors().getFirst();
        return error.line() == null
                ? " " + error.message()
                : " %s:%d: %s".formatted(error.file(), error.line(), error.message());
    }

    public Problem problem() {
        return problem;
    }
}
