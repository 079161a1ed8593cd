package io.freshet.cli.command;

import io.freshet.cli.session.Arguments;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of commands that wait: for how long at most. */
final class WaitLimit {
    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "1h",
            description = "how long to wait at most (default: ${DEFAULT-VALUE})")
    private String text;

    /** @throws io.freshet.cli.failure.CommandException if it cannot be read */
    Duration duration() {
        return Arguments.duration(text);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
