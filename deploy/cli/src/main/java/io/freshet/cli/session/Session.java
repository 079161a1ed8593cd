package io.freshet.cli.session;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.cli.output.Style;
import io.freshet.cli.output.Table;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.json.EventJson;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every command has, and what follows from them: whom to talk to, and how to answer. */
public final class Session {
    private final Map<String, String> environment;
    private final InstantSource clock;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "data directory of the standalone (default: $FRESHET_DATA, else ~/.freshet)")
    private @Nullable Path data;

    @Option(
            names = "--scheduler",
            paramLabel = "URL",
            description = "scheduler to talk to, instead of the standalone's")
    private @Nullable String scheduler;

    @Option(
            names = "--audit",
            paramLabel = "URL",
            description = "audit service to talk to, instead of the standalone's")
    private @Nullable String audit;

    @Option(names = "--json", description = "answer in JSON")
    private boolean json;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: ${DEFAULT-VALUE})")
    private String color;

    /** @param environment the variables of the process */
    public Session(Map<String, String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The time of day. */
    public Instant now() {
        return clock.instant();
    }

    public DataDirectory data() {
        if (data != null) {
            return new DataDirectory(data);
        }
        String configured = environment.get("FRESHET_DATA");
        return new DataDirectory(
                configured != null && !configured.isEmpty() ? Path.of(configured) : Path.of(home(), ".freshet"));
    }

    /** As the shell sees it; the account's where there is none, as in a service of systemd. */
    private String home() {
        String home = environment.get("HOME");
        return home != null && !home.isEmpty() ? home : System.getProperty("user.home");
    }

    public boolean json() {
        return json;
    }

    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    public Style style() {
        return switch (color.toLowerCase(Locale.ROOT)) {
            case "always" -> Style.COLOURED;
            case "never" -> Style.PLAIN;
            default -> Ansi.AUTO.enabled() ? Style.COLOURED : Style.PLAIN;
        };
    }

    /** Writes a value as JSON, indented. */
    public void printJson(Object value) throws IOException {
        out().println(EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
        out().flush();
    }

    /** What a command prints for people. */
    @FunctionalInterface
    public interface Text {
        void print() throws IOException;
    }

    /**
     * Answers, and says that all went well.
     *
     * @param value in JSON, where that is asked for
     * @param text prints what people read instead
     */
    public int answer(Object value, Text text) throws IOException {
        if (json) {
            printJson(value);
        } else {
            text.print();
            out().flush();
        }
        return ExitCode.OK;
    }

    /** As {@link #answer(Object, Text)}, with a table. */
    public int answer(Object value, Table table) throws IOException {
        return answer(value, () -> print(table));
    }

    /** As {@link #answer(Object, Text)}, with a line. */
    public int answer(Object value, String line) throws IOException {
        return answer(value, () -> out().println(line));
    }

    /** The standalone of a data directory, whether it runs or not. */
    public LocalStandalone localStandalone(DataDirectory directory) {
        return new LocalStandalone(directory, environment.get(LocalStandalone.JAVA_OPTIONS));
    }

    public Endpoints standalone() throws IOException {
        return localStandalone(data())
                .running()
                .orElseThrow(() -> new CommandException(
                        ExitCode.UNREACHABLE,
                        "no standalone runs on %s: start one with 'freshet up', or say --data, or --scheduler and --audit"
                                .formatted(data().path())));
    }

    /** How many characters fit in a line of the terminal; all of them where there is none. */
    public int width() {
        String columns = environment.get("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,4}") ? Integer.parseInt(columns) : Integer.MAX_VALUE;
    }

    /** Prints a table as wide as the terminal. */
    public void print(Table table) {
        out().print(table.text(style(), width()));
    }

    /** Whether a person looks at the error stream; a log is not to be filled. */
    public boolean isInteractive() {
        return Ansi.AUTO.enabled();
    }

    private static URI service(String option, String text) {
        try {
            URI address = new URI(text);
            if (List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw notAnAddress(option, text);
        }
        throw notAnAddress(option, text);
    }

    private static CommandException notAnAddress(String option, String text) {
        return new CommandException(
                ExitCode.USAGE,
                "%s: '%s' is not the address of a service: write it as http://host:port".formatted(option, text));
    }

    public SchedulerClient schedulerClient() throws IOException {
        String user = System.getProperty("user.name");
        return scheduler != null
                ? new SchedulerClient(service("--scheduler", scheduler), user, token())
                : standalone().schedulerClient(user);
    }

    public AuditClient auditClient() throws IOException {
        return audit != null
                ? new AuditClient(service("--audit", audit), token())
                : standalone().auditClient();
    }

    /** What services other than the standalone's ask for; null if they ask for nothing. */
    private @Nullable String token() {
        return environment.get("FRESHET_TOKEN");
    }
}
