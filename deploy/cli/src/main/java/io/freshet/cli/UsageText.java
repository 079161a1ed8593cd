package io.freshet.cli;

import io.freshet.contracts.text.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, and what would be right, in one sentence. */
final class UsageText {
    private static final Pattern NO_PAIR = Pattern.compile(
            "Value for (?:option )?option '(\\S+)' \\((.+)\\) should be in KEY=VALUE format but was (.*)",
            Pattern.DOTALL);
    private static final Pattern NO_NUMBER = Pattern.compile(
            "Invalid value for (option '\\S+'|positional parameter).*: '(.*)' is not an? (?:int|long)", Pattern.DOTALL);
    private static final Pattern NO_COMMAND = Pattern.compile("Unknown subcommand '(.*)'\\.", Pattern.DOTALL);

    private UsageText() {}

    static String of(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        return "%s; '%s --help' says what it takes"
                .formatted(problem(wrong, command), command.getCommandSpec().qualifiedName());
    }

    private static String problem(ParameterException wrong, CommandLine command) {
        String message = String.valueOf(wrong.getMessage());
        Matcher noCommand = NO_COMMAND.matcher(message);
        if (noCommand.matches()) {
            return noCommand(noCommand.group(1), command);
        }
        if (wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String argument = unmatched.getUnmatched().getFirst();
            return command.getParent() == null || takesCommands(command)
                    ? noCommand(argument, command)
                    : "there is no place for '%s'".formatted(argument);
        }
        Matcher noPair = NO_PAIR.matcher(message);
        if (noPair.matches()) {
            return "%s: '%s' is not of the form %s".formatted(noPair.group(1), noPair.group(3), noPair.group(2));
        }
        Matcher noNumber = NO_NUMBER.matcher(message);
        return noNumber.matches()
                ? "%s: '%s' is not a whole number"
                        .formatted(noNumber.group(1).replace("option ", "").replace("'", ""), noNumber.group(2))
                : message.replace("option option", "option");
    }

    private static String noCommand(String name, CommandLine command) {
        List<String> names = List.copyOf(command.getSubcommands().keySet());
        Optional<String> near = Suggestion.nearest(name, names);
        return "there is no command '%s'%s"
                .formatted(name, near.map(", did you mean '%s'?"::formatted).orElse(""));
    }

    private static boolean takesCommands(CommandLine command) {
        return !command.getSubcommands().isEmpty()
                && command.getCommandSpec().positionalParameters().isEmpty();
    }
}
