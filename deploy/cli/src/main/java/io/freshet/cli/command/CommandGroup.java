package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command that does nothing by itself: its subcommands do. */
abstract class CommandGroup implements Callable<Integer> {
    private final String subject;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    /**
     * @param subject what the subcommands do something with
     */
    CommandGroup(String subject) {
        this.subject = subject;
    }

    @Override
    public final Integer call() {
        throw new CommandException(
                ExitCode.USAGE,
                "say what to do with the %s: %s"
                        .formatted(
                                subject, String.join(", ", command.subcommands().keySet())));
    }
}
