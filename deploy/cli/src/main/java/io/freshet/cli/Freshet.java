package io.freshet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.cli.command.AlertsCommand;
import io.freshet.cli.command.AttemptsCommand;
import io.freshet.cli.command.BackfillCommand;
import io.freshet.cli.command.BenchmarkCommand;
import io.freshet.cli.command.CancelCommand;
import io.freshet.cli.command.ConfirmDeletionsCommand;
import io.freshet.cli.command.DatasetCommand;
import io.freshet.cli.command.DatasetsCommand;
import io.freshet.cli.command.DeadLettersCommand;
import io.freshet.cli.command.DeadlinesCommand;
import io.freshet.cli.command.DeployCommand;
import io.freshet.cli.command.DownCommand;
import io.freshet.cli.command.EventsCommand;
import io.freshet.cli.command.InstancesCommand;
import io.freshet.cli.command.LineageCommand;
import io.freshet.cli.command.LogsCommand;
import io.freshet.cli.command.OrphansCommand;
import io.freshet.cli.command.PoolsCommand;
import io.freshet.cli.command.QueueCommand;
import io.freshet.cli.command.QuotaCommand;
import io.freshet.cli.command.ReplayCommand;
import io.freshet.cli.command.RunCommand;
import io.freshet.cli.command.RunsCommand;
import io.freshet.cli.command.SchedulesCommand;
import io.freshet.cli.command.StatusCommand;
import io.freshet.cli.command.TraceCommand;
import io.freshet.cli.command.TriggersCommand;
import io.freshet.cli.command.UpCommand;
import io.freshet.cli.command.ValidateCommand;
import io.freshet.cli.command.WebhooksCommand;
import io.freshet.cli.command.WhyCommand;
import io.freshet.cli.command.WorkflowCommand;
import io.freshet.cli.command.WorkflowsCommand;
import io.freshet.cli.config.CommandFactory;
import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.failure.Failure;
import io.freshet.cli.kafka.TopicsCommand;
import io.freshet.cli.session.StandardOutput;
import io.freshet.contracts.json.EventJson;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The command {@code freshet}. */
@Command(
        name = "freshet",
        description = "When data changes, exactly the work that depends on the change runs, once, in order.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Freshet implements Runnable {
    private static final String JSON = "--json";

    /** In the order of the help. */
    private static final SequencedMap<String, Class<?>> COMMANDS = commands();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        throw new CommandException(ExitCode.USAGE, "say which command");
    }

    /** The command line with all commands. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** The command line with what these arguments need: to read what all commands take costs more than most of them. */
    static CommandLine commandLine(String... arguments) {
        Class<?> command = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        return command == null ? commandLine() : commandLine(Map.of(arguments[0], command));
    }

    private static CommandLine commandLine(Map<String, Class<?>> commands) {
        CommandLine commandLine = new CommandLine(new Freshet(), new CommandFactory());
        commandLine.addSubcommand(new HelpCommand());
        commands.forEach(commandLine::addSubcommand);
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
            return answer(wrong.getCommandLine(), Failure.usage(UsageText.of(wrong)), json);
        });
        return commandLine;
    }

    public static void main(String[] arguments) {
        StandardOutput output = new StandardOutput();
        CommandLine commandLine = commandLine(arguments);
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

    private static SequencedMap<String, Class<?>> commands() {
        SequencedMap<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("up", UpCommand.class);
        commands.put("down", DownCommand.class);
        commands.put("demo", DemoCommand.class);
        commands.put("validate", ValidateCommand.class);
        commands.put("deploy", DeployCommand.class);
        commands.put("run", RunCommand.class);
        commands.put("backfill", BackfillCommand.class);
        commands.put("replay", ReplayCommand.class);
        commands.put("cancel", CancelCommand.class);
        commands.put("status", StatusCommand.class);
        commands.put("workflows", WorkflowsCommand.class);
        commands.put("workflow", WorkflowCommand.class);
        commands.put("runs", RunsCommand.class);
        commands.put("instances", InstancesCommand.class);
        commands.put("attempts", AttemptsCommand.class);
        commands.put("why", WhyCommand.class);
        commands.put("trace", TraceCommand.class);
        commands.put("logs", LogsCommand.class);
        commands.put("datasets", DatasetsCommand.class);
        commands.put("dataset", DatasetCommand.class);
        commands.put("orphans", OrphansCommand.class);
        commands.put("confirm-deletions", ConfirmDeletionsCommand.class);
        commands.put("lineage", LineageCommand.class);
        commands.put("pools", PoolsCommand.class);
        commands.put("queue", QueueCommand.class);
        commands.put("quota", QuotaCommand.class);
        commands.put("schedules", SchedulesCommand.class);
        commands.put("triggers", TriggersCommand.class);
        commands.put("webhooks", WebhooksCommand.class);
        commands.put("deadlines", DeadlinesCommand.class);
        commands.put("alerts", AlertsCommand.class);
        commands.put("events", EventsCommand.class);
        commands.put("dead-letters", DeadLettersCommand.class);
        commands.put("topics", TopicsCommand.class);
        commands.put("benchmark", BenchmarkCommand.class);
        return commands;
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
}
