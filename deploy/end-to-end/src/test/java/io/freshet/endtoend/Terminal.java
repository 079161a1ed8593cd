package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Freshet;
import io.freshet.contracts.json.EventJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Where somebody says {@code freshet ...} to a system, in this JVM. */
record Terminal(Path data) {
    /** What a command said, and how it ended. */
    record Said(int code, String out, String err) {
        JsonNode json() throws IOException {
            return EventJson.mapper().readTree(out);
        }

        /** The answer of a command with {@code --json}, typed. */
        <T> T as(Class<T> type) throws IOException {
            return EventJson.mapper().readValue(out, type);
        }

        /** The same, if it ended in this way; fails the test with all that was said if not. */
        Said endedWith(int expected) {
            assertEquals(expected, code, toString());
            return this;
        }
    }

    Said say(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return sayExactly(all);
    }

    /** Without saying which system is meant. */
    static Said sayExactly(List<String> arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Freshet.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(arguments.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
