package io.freshet.cli.failure;

import java.util.List;

/** What a script can rely on. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int REFUSED = 4;

    /** What each means, by number. */
    public static final List<Explained> ALL = List.of(
            new Explained(OK, "What was asked for was done.", "Nothing."),
            new Explained(
                    FAILED,
                    "What was asked for was done and did not end well, such as a run that failed, or it could not be done.",
                    "Do what the message says; `freshet why` explains an instance."),
            new Explained(USAGE, "The command line is wrong.", "See the command's `--help`."),
            new Explained(
                    UNREACHABLE,
                    "No standalone runs, or a service cannot be reached.",
                    "Start it (`freshet up`), or correct the address."),
            new Explained(
                    REFUSED,
                    "What was handed in was refused, for example an invalid workflow.",
                    "Correct what the message names."));

    /**
     * An exit code for the reference.
     *
     * @param meaning in one sentence of Markdown
     * @param remedy what to do, in one sentence of Markdown
     */
    public record Explained(int number, String meaning, String remedy) {}

    private ExitCode() {}
}
