package io.freshet.cli.command;

import picocli.CommandLine.Command;

/** What can be done with events. */
@Command(
        name = "events",
        description = "Do something with events: see the subcommands.",
        subcommands = EventsFollowCommand.class)
public final class EventsCommand extends CommandGroup {
    public EventsCommand() {
        super("events");
    }
}
