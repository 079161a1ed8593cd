package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The page of the command line's reference is what the commands themselves say. Rewrite it with -Dfreshet.golden.update=true. */
final class CliReferenceDT {
    private static final Path PAGE = Path.of("../../docs/reference/cli.md");

    @Test
    void the_reference_page_says_what_the_commands_say() throws IOException {
        String expected = page();

        if (Boolean.getBoolean("freshet.golden.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, expected);
        }

        assertEquals(expected, Files.readString(PAGE));
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Command line

                Generated from the commands. Exit codes: 0 done; 1 done, but it did not end well (a run that failed); 2 wrong usage; 3 not
                reachable; 4 refused (an invalid workflow): [what to do](errors.md#exit-codes-of-the-command-line).
                """);
        describe(Freshet.commandLine(), page);
        return page.toString();
    }

    private static void describe(CommandLine parent, StringBuilder page) {
        for (CommandLine command : parent.getSubcommands().values()) {
            if (!command.getCommandName().equals("help")) {
                page.append("\n## ")
                        .append(command.getCommandSpec().qualifiedName())
                        .append("\n\n```\n")
                        .append(command.getUsageMessage(Ansi.OFF).stripTrailing())
                        .append("\n```\n");
                describe(command, page);
            }
        }
    }
}
