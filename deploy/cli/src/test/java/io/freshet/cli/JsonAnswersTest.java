package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Whatever goes wrong, a program that asked for JSON gets one document, and a person sentences without a stack trace. */
final class JsonAnswersTest {
    /** These ask no service. */
    private static final Set<String> LOCAL =
            Set.of("up", "down", "demo", "validate", "benchmark", "workflow", "dataset", "events", "dead-letters");

    /** With an option that is right they would begin something. */
    private static final Set<String> STARTING = Set.of("up", "down", "demo", "benchmark");

    /** Tried with one command. */
    private static final Set<String> OF_EVERY_COMMAND = Set.of("--data", "--audit", "--scheduler", "--color");

    private static final List<String> JUNK = List.of("", "-1", "99999999999999999999", "a=b", "%zz", "a\0b");

    private static final String NOBODY = "http://127.0.0.1:1";

    @TempDir
    private Path directory;

    /** Every command and every subcommand, by its words. */
    static Stream<List<String>> commands() {
        List<List<String>> all = new ArrayList<>();
        collect(Freshet.commandLine(), List.of(), all);
        return all.stream();
    }

    private static void collect(CommandLine parent, List<String> words, List<List<String>> all) {
        parent.getSubcommands().forEach((name, command) -> {
            if (!name.equals("help")) {
                List<String> longer = new ArrayList<>(words);
                longer.add(name);
                all.add(List.copyOf(longer));
                collect(command, longer, all);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_wrong_option_is_one_document(List<String> command) throws IOException {
        List<String> words = with(command, "--no-such-option", "--json");
        words.addAll(required(command));
        Said said = say(words);

        assertEquals(ExitCode.USAGE, said.code(), said.toString());
        assertEquals("wrong-usage", said.problem().code());
        assertEquals("", said.err());
        assertTrue(said.problem().detail().contains("--no-such-option"), said.out());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_service_that_is_not_there_is_one_document(List<String> command) throws IOException {
        if (LOCAL.contains(command.getFirst()) && command.size() == 1) {
            return;
        }
        List<String> words =
                with(command, "--json", "--data", directory.resolve("none").toString());
        words.addAll(required(command));
        boolean topics = command.equals(List.of("topics"));
        words.addAll(topics ? List.of("--partitions", "no") : List.of("--audit", NOBODY, "--scheduler", NOBODY));
        boolean deploys = command.equals(List.of("deploy"));

        Said said = say(words);

        int expected = topics ? ExitCode.USAGE : deploys ? ExitCode.REFUSED : ExitCode.UNREACHABLE;
        assertEquals(expected, said.code(), said.toString());
        assertFalse(said.problem().detail().contains("null"), said.out());
        assertEquals("", said.err());
    }

    /** Each option of each command that takes a value, with values that few options can take. */
    @ParameterizedTest
    @MethodSource("commands")
    void a_value_that_an_option_cannot_take_is_one_document_and_no_error_of_the_program(List<String> command)
            throws IOException {
        if (STARTING.contains(command.getFirst())) {
            return;
        }
        for (OptionSpec option : found(command).getCommandSpec().options()) {
            boolean isTried = OF_EVERY_COMMAND.contains(option.longestName()) && !command.equals(List.of("status"));
            for (String junk : isTried || option.arity().max() == 0 ? List.<String>of() : JUNK) {
                List<String> words = with(command, "--json");
                words.addAll(required(command));
                words.addAll(List.of("--audit=" + NOBODY, "--scheduler=" + NOBODY));
                words.removeIf(word -> word.startsWith(option.longestName() + "="));
                words.add(option.longestName() + "=" + junk);

                Said said = say(words);

                assertFalse(said.problem().detail().contains("an error of this program"), words + said.out());
                assertEquals("", said.err(), words::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "http://",
                "ftp://127.0.0.1",
                "127.0.0.1:7074",
                "http://127.0.0.1:1",
                "http://nowhere.invalid:7074",
                "/etc"
            })
    void a_wrong_address_is_told_in_one_sentence(String address) {
        Said said = say(List.of("status", "--audit", address));

        assertTrue(Set.of(ExitCode.USAGE, ExitCode.UNREACHABLE).contains(said.code()), said.toString());
        assertEquals(1, said.err().lines().count(), said.err());
        assertFalse(said.err().contains("null"), said.err());
        assertFalse(said.err().contains("Exception"), said.err());
    }

    @Test
    void a_bundle_that_is_wrong_has_its_errors_in_the_document() throws IOException {
        java.nio.file.Files.writeString(
                directory.resolve("workflow.yaml"), "apiVersion: freshet.io/v2\nkind: Workflow\n");

        Said said = say(List.of("validate", directory.toString(), "--json"));

        assertEquals(ExitCode.REFUSED, said.code());
        Problem.Detail error = said.problem().errors().getFirst();
        assertEquals("workflow.yaml", error.file());
        assertEquals(1, error.line());
        Said lines = say(List.of("validate", directory.toString()));
        assertTrue(lines.err().contains("workflow.yaml:1:"), lines.err());
        assertEquals("", lines.out());
    }

    @Test
    void a_directory_without_a_workflow_is_told_at_once() {
        Said said = say(List.of("deploy", directory.toString(), "--scheduler", NOBODY));

        assertEquals(ExitCode.REFUSED, said.code(), said.toString());
        assertTrue(said.err().contains("there is no workflow.yaml in"), said.err());
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(more));
        return words;
    }

    /** Something for each parameter, and each option, that a command must have. */
    private static List<String> required(List<String> command) {
        CommandLine found = found(command);
        List<String> values = new ArrayList<>();
        for (PositionalParamSpec parameter : found.getCommandSpec().positionalParameters()) {
            switch (parameter.paramLabel()) {
                case "INSTANCE", "ATTEMPT|INSTANCE", "RUN|INSTANCE" -> values.add("prod/w/t/k=v");
                case "WORKFLOW" -> values.add("prod/w");
                case "DATASET" -> values.add("prod/d");
                case "LETTER" -> values.add("freshet.run-requests-0@17");
                case "ACTION" -> values.add("apply");
                case "N" -> values.add("1");
                default -> values.add("x");
            }
        }
        if (command.equals(List.of("backfill"))) {
            values.add("--range=2026-01");
        }
        if (command.equals(List.of("replay"))) {
            values.addAll(List.of("--topic=file-changes", "--since=1h"));
        }
        return values;
    }

    private static CommandLine found(List<String> command) {
        CommandLine found = Freshet.commandLine();
        for (String word : command) {
            found = found.getSubcommands().get(word);
        }
        return found;
    }

    private record Said(int code, String out, String err) {
        Problem problem() throws IOException {
            JsonNode document = EventJson.mapper()
                    .reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(out);
            return EventJson.mapper().treeToValue(document, Problem.class);
        }
    }

    private static Said say(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Freshet.commandLine(words.toArray(String[]::new));
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(words.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
