package io.freshet.cli;

import io.freshet.cli.demo.Demonstration;
import io.freshet.cli.demo.Story;
import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.session.Session;
import io.freshet.embedded.DeletedTree;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays the demonstration on a directory of its own. */
@Command(
        name = "demo",
        description = "Show what Freshet does, on the warehouse of a small hospital, in about two minutes.")
final class DemoCommand implements Callable<Integer> {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    @Mixin
    private Session session;

    @Option(names = "--keep", description = "leave the standalone running afterwards, and its data in place")
    private boolean keep;

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "first of five ports, 0 for free ones (default: ${DEFAULT-VALUE})")
    private int port;

    @Override
    public Integer call() throws Exception {
        if (session.json()) {
            throw new CommandException(ExitCode.USAGE, "the demonstration tells a story, and has no answer in JSON");
        }
        Path directory = Files.createTempDirectory("freshet-demo");
        DataDirectory data = new DataDirectory(directory.resolve("data"));
        LocalStandalone local = session.localStandalone(data);
        Story story = new Story(session.out(), session.style());
        boolean isPlayed = false;
        try {
            new Demonstration(local, port, directory.resolve("bundles"), story, DemoCommand::command).play();
            isPlayed = true;
        } finally {
            if (keep) {
                session.out().printf("%nIt is still running: say --data %s to any command.%n", data.path());
                session.out().flush();
            } else {
                stop(local);
                // What did not end as it should names the log that says why.
                if (isPlayed) {
                    DeletedTree.delete(directory);
                }
            }
        }
        return story.isRight() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static String command(String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine commandLine = Freshet.commandLine();
        commandLine.setOut(new PrintWriter(output));
        commandLine.setErr(new PrintWriter(output));
        commandLine.execute(arguments);
        return output.toString();
    }

    private static void stop(LocalStandalone local) throws IOException, InterruptedException {
        Optional<Endpoints> running = local.running();
        if (running.isPresent()) {
            LocalStandalone.stop(running.get(), STOP_LIMIT);
        }
    }
}
