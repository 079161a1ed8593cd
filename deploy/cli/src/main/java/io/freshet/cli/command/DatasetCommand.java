package io.freshet.cli.command;

import io.freshet.cli.CommandException;
import io.freshet.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What can be done with one dataset. */
@Command(
        name = "dataset",
        description = "Do something with one dataset: see the subcommands.",
        subcommands = DatasetRemove.class)
public final class DatasetCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Override
    public Integer call() {
        throw new CommandException(
                ExitCode.USAGE,
                "say what to do with the dataset: %s"
                        .formatted(String.join(", ", command.subcommands().keySet())));
    }
}
