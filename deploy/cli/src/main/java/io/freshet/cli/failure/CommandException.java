package io.freshet.cli.failure;

import io.freshet.contracts.api.Problem;
import java.util.List;

/** A command cannot go on: the message says what is wrong and what to do, the code is the process's exit status. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<Problem.Detail> errors;

    public CommandException(int exitCode, String message) {
        this(exitCode, message, List.of());
    }

    /**
     * @param errors each single one, where there are several
     */
    public CommandException(int exitCode, String message, List<Problem.Detail> errors) {
        super(message);
        this.exitCode = exitCode;
        this.errors = List.copyOf(errors);
    }

    public int exitCode() {
        return exitCode;
    }

    List<Problem.Detail> errors() {
        return errors;
    }
}
