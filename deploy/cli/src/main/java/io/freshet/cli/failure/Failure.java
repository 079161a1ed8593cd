package io.freshet.cli.failure;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.UnreachableException;
import io.freshet.contracts.error.ProblemCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a command did not do what it was asked for.
 *
 * @param exitCode of the process
 * @param problem the same for people and programs
 */
public record Failure(int exitCode, Problem problem) {
    private static final int UNAUTHORIZED = 401;
    /** What the service says of it is for those who write requests themselves. */
    private static final String TOKEN_NEEDED =
            "the service asks for a token, and got none or another one: set FRESHET_TOKEN"
                    + " to it; for a standalone leave out --scheduler and --audit, and say its directory with --data";

    /** What became of a command that threw. */
    public static Failure of(Exception thrown) {
        return switch (thrown) {
            case CommandException refused ->
                of(refused.exitCode(), String.valueOf(refused.getMessage()), refused.errors());
            case ProblemException refused -> of(refused.problem());
            case UnreachableException unreachable ->
                of(
                        ExitCode.UNREACHABLE,
                        "cannot reach the service at %s: %s; is it running ('freshet up'), and is the address right?"
                                .formatted(unreachable.address(), unreachable.getMessage()),
                        List.of());
            case FileSystemException file -> of(ExitCode.FAILED, fileProblem(file), List.of());
            case FileNotFoundException file ->
                of(ExitCode.FAILED, "cannot open a file: " + file.getMessage(), List.of());
            case IOException io -> of(ExitCode.FAILED, "cannot read or write: " + message(io), List.of());
            default -> of(ExitCode.FAILED, "an error of this program: " + message(thrown), List.of());
        };
    }

    /** A command line that is wrong. */
    public static Failure usage(String message) {
        return of(ExitCode.USAGE, message, List.of());
    }

    private static Failure of(Problem problem) {
        Problem shown = problem.status() == UNAUTHORIZED ? problem.withDetail(TOKEN_NEEDED) : problem;
        return new Failure(problem.status() < 500 ? ExitCode.REFUSED : ExitCode.FAILED, shown);
    }

    private static Failure of(int exitCode, String detail, List<Problem.Detail> errors) {
        ProblemCode code = switch (exitCode) {
            case ExitCode.USAGE -> ProblemCode.WRONG_USAGE;
            case ExitCode.UNREACHABLE -> ProblemCode.SERVICE_UNREACHABLE;
            case ExitCode.REFUSED -> ProblemCode.COMMAND_REFUSED;
            default -> ProblemCode.COMMAND_FAILED;
        };
        return new Failure(exitCode, Problem.of(code, detail, errors));
    }

    private static String fileProblem(FileSystemException file) {
        String what = switch (file) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "access is denied";
            default -> file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
        };
        return "cannot use '%s': %s".formatted(file.getFile(), what);
    }

    private static String message(Exception thrown) {
        @Nullable String message = thrown.getMessage();
        String type = thrown.getClass().getSimpleName();
        return message == null ? type : "%s (%s)".formatted(message, type);
    }

    /** The lines for people; an error that says the same as the whole is not repeated. */
    public List<String> lines() {
        List<String> errors = problem.errors().stream()
                .filter(error -> error.hint() != null
                        || error.file() != null
                        || !error.message().equals(problem.detail()))
                .map(error -> "  " + place(error) + error.message() + (error.hint() == null ? "" : "; " + error.hint()))
                .toList();
        List<String> lines = new java.util.ArrayList<>();
        lines.add("freshet: " + problem.detail());
        lines.addAll(errors);
        return lines;
    }

    private static String place(Problem.Detail error) {
        if (error.file() == null) {
            return "";
        }
        return error.line() == null
                ? error.file() + ": "
                : "%s:%d:%d: ".formatted(error.file(), error.line(), error.column());
    }
}
