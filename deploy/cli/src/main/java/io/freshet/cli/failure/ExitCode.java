package io.freshet.cli.failure;

/** What a script can rely on. */
public final class ExitCode {
    public static final int OK = 0;
    /** What was asked for was done and did not end well, for example a run that failed. */
    public static final int FAILED = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** No standalone runs, or a service cannot be reached. */
    public static final int UNREACHABLE = 3;
    /** What was handed in was refused, for example an invalid workflow. */
    public static final int REFUSED = 4;

    private ExitCode() {}
}
