package io.freshet.cli.output;

import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.DatasetProblems.Example;
import io.freshet.contracts.event.DatasetProblems.FileProblem;
import java.util.stream.Collectors;

/** The problems of a watched dataset in words. */
public final class ProblemText {
    private ProblemText() {}

    /** All on one line, without examples. */
    public static String line(DatasetProblems problems) {
        return problems.dataset() + ": "
                + problems.problems().stream()
                        .map(problem -> problem.count() + " " + name(problem.kind()))
                        .collect(Collectors.joining(", "));
    }

    /** With examples, a line each; empty if there are no problems. */
    public static String details(DatasetProblems problems) {
        StringBuilder text = new StringBuilder();
        for (FileProblem problem : problems.problems()) {
            text.append("%d %s%n".formatted(problem.count(), name(problem.kind())));
            for (Example example : problem.examples()) {
                text.append("  %s: %s%n".formatted(example.path().isEmpty() ? "." : example.path(), example.reason()));
            }
        }
        if (problems.confirmation() != null) {
            text.append("Mount what is missing again; or, if the files were deleted, say so with"
                    + " 'freshet confirm-deletions %s'.%n".formatted(problems.dataset()));
        }
        return text.toString();
    }

    private static String name(DatasetProblems.Kind kind) {
        return switch (kind) {
            case OUTSIDE_LAYOUT -> "outside of the layout";
            case VANISHED_DIRECTORY -> "vanished";
            default -> HumanFormat.words(kind);
        };
    }
}
