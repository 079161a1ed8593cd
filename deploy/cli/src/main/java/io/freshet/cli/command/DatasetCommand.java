package io.freshet.cli.command;

import picocli.CommandLine.Command;

/** What can be done with one dataset. */
@Command(
        name = "dataset",
        description = "Do something with one dataset: see the subcommands.",
        subcommands = DatasetRemoveCommand.class)
public final class DatasetCommand extends CommandGroup {
    public DatasetCommand() {
        super("dataset");
    }
}
