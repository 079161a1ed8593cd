package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import picocli.CommandLine.Option;

/** The option of commands that show what came last: how much of it. */
final class NewestOption {
    private static final int MAX_LIMIT = 1_000;

    @Option(names = "--limit", defaultValue = "20", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int limit;

    /** @throws io.freshet.cli.failure.CommandException if it is not 1 to 1,000 */
    int limit() {
        return Arguments.between("--limit", limit, 1, MAX_LIMIT);
    }
}
