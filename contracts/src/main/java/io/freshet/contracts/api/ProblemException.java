package io.freshet.contracts.api;

/** A service answered with a {@link Problem}. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super("%s (%d %s)".formatted(problem.detail(), problem.status(), problem.code()));
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
