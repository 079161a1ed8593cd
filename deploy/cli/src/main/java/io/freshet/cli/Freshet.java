package io.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.cli.command.AttemptsCommand;
import io.freshet.cli.command.BenchmarkCommand;
import io.freshet.cli.command.Cancel;
import io.freshet.cli.command.ConfirmDeletions;
import io.freshet.cli.command.Datasets;
import io.freshet.cli.command.Deploy;
import io.freshet.cli.command.Down;
import io.freshet.cli.command.InstancesCommand;
import io.freshet.cli.command.Lineage;
import io.freshet.cli.command.Logs;
import io.freshet.cli.command.Pools;
import io.freshet.cli.command.Run;
import io.freshet.cli.command.RunsCommand;
import io.freshet.cli.command.Status;
import io.freshet.cli.command.TopicsCommand;
import io.freshet.cli.command.Up;
import io.freshet.cli.command.Validate;
import io.freshet.cli.command.WhyCommand;
import io.freshet.cli.command.WorkflowCommand;
import io.freshet.cli.command.Workflows;
import io.freshet.cli.demo.Demo;
import io.freshet.contracts.envelope.EventJson;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code freshet}. */
@Command(
        name = "freshet",
        description = "When data changes, exactly the work that depends on the change runs, once, in order.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            HelpCommand.class,
            Up.class,
            Down.class,
            Demo.class,
            Validate.class,
            Deploy.class,
            Run.class,
            Cancel.class,
            Status.class,
            Workflows.class,
            WorkflowCommand.class,
            RunsCommand.class,
            InstancesCommand.class,
            AttemptsCommand.class,
            WhyCommand.class,
            Logs.class,
            Datasets.class,
            ConfirmDeletions.class,
            Lineage.class,
            Pools.class,
            TopicsCommand.class,
            BenchmarkCommand.class
        })
public final class Freshet implements Runnable {
    private static final String JSON = "--json";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new CommandException(ExitCode.USAGE, "say which command");
    }

    /** The command line, for {@link #main} and for tests. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Freshet());
        addHelp(commandLine);
        commandLine.setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> {
            command.getOut().flush();
            return answer(command, Failure.of(thrown), wantsJson(parsed));
        });
        commandLine.setParameterExceptionHandler((wrong, arguments) -> {
            boolean json = Arrays.asList(arguments).contains(JSON);
            return answer(wrong.getCommandLine(), Failure.usage(sentence(wrong)), json);
        });
        return commandLine;
    }

    public static void main(String[] arguments) {
        StandardOutput output = new StandardOutput();
        CommandLine commandLine = commandLine();
        PrintWriter out = new PrintWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
        commandLine.setOut(out);
        int code = commandLine.execute(arguments);
        out.flush();
        String problem = output.problem();
        if (problem != null) {
            commandLine.getErr().println("freshet: the output could not be written: " + problem);
            code = code == ExitCode.OK ? ExitCode.FAILED : code;
        }
        System.exit(code);
    }

    private static void addHelp(CommandLine parent) {
        parent.getSubcommands().values().stream()
                .filter(subcommand -> !(subcommand.getCommand() instanceof HelpCommand))
                .distinct()
                .forEach(subcommand -> {
                    subcommand.getCommandSpec().mixinStandardHelpOptions(true);
                    addHelp(subcommand);
                });
    }

    /** One document, or lines: on the output stream what a program asked for, on the error stream what people read. */
    private static int answer(CommandLine command, Failure failure, boolean json) {
        if (json) {
            try {
                command.getOut()
                        .println(EventJson.mapper()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(failure.problem()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a problem can be written as JSON", e);
            }
            command.getOut().flush();
        } else {
            failure.lines().forEach(command.getErr()::println);
        }
        return failure.exitCode();
    }

    private static boolean wantsJson(ParseResult parsed) {
        for (ParseResult level = parsed; level != null; level = level.hasSubcommand() ? level.subcommand() : null) {
            if (level.hasMatchedOption(JSON)) {
                return true;
            }
        }
        return false;
    }

    private static String sentence(ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage()).replace("option option", "option");
        List<String> near = wrong instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()
                ? unmatched.getSuggestions()
                : List.of();
        String help = "'%s --help' says what it takes"
                .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName());
        return near.isEmpty()
                ? "%s; %s".formatted(message, help)
                : "%s; did you mean %s? %s".formatted(message, String.join(" or ", near), help);
    }
}
