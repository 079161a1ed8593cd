package io.freshet.cli;

import io.freshet.cli.command.BenchmarkCommand;
import io.freshet.cli.command.Cancel;
import io.freshet.cli.command.ConfirmDeletions;
import io.freshet.cli.command.Datasets;
import io.freshet.cli.command.Deploy;
import io.freshet.cli.command.Down;
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
import io.freshet.cli.command.Workflows;
import io.freshet.cli.demo.Demo;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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
            RunsCommand.class,
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
        commandLine.getSubcommands().values().stream()
                .filter(subcommand -> !(subcommand.getCommand() instanceof HelpCommand))
                .forEach(subcommand -> subcommand.getCommandSpec().mixinStandardHelpOptions(true));
        commandLine.setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(Freshet::explain);
        return commandLine;
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static int explain(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed)
            throws Exception {
        PrintWriter err = commandLine.getErr();
        commandLine.getOut().flush();
        return switch (failure) {
            case CommandException refused -> tell(err, String.valueOf(refused.getMessage()), refused.exitCode());
            case ConnectException unreachable ->
                tell(
                        err,
                        "cannot reach the service: %s; is it running ('freshet up'), and is the address right?"
                                .formatted(unreachable.getMessage()),
                        ExitCode.UNREACHABLE);
            case ProblemException refused -> refusal(err, refused.problem());
            default -> throw failure;
        };
    }

    private static int refusal(PrintWriter err, Problem problem) {
        int code = problem.status() < 500 ? ExitCode.REFUSED : ExitCode.FAILED;
        tell(err, problem.detail(), code);
        for (Problem.Detail error : problem.errors()) {
            err.println("  " + place(error) + error.message() + (error.hint() == null ? "" : "; " + error.hint()));
        }
        return code;
    }

    private static int tell(PrintWriter err, String message, int code) {
        err.println("freshet: " + message);
        return code;
    }

    private static String place(Problem.Detail error) {
        if (error.file() == null) {
            return "";
        }
        return error.line() == null
                ? error.file() + ": "
                : "%s:%d:%d: ".formatted(error.file(), error.line(), error.column());
    }
}
