package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.cli.failure.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class UsageTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stauts | there is no command 'stauts', did you mean 'status'?; 'freshet --help' says what it takes",
                "xyzzy | there is no command 'xyzzy'; 'freshet --help' says what it takes",
                "help stauts | there is no command 'stauts', did you mean 'status'?; 'freshet --help' says what it takes",
                "workflow remvoe | there is no command 'remvoe', did you mean 'remove'?; 'freshet workflow --help' says what it takes",
                "status prod | there is no place for 'prod'; 'freshet status --help' says what it takes",
                "run a/b --where day | --where: 'day' is not of the form DIMENSION=VALUE; 'freshet run --help' says what it takes",
                "pools --set default=x | --set: 'x' is not a whole number; 'freshet pools --help' says what it takes",
                "runs --limit x | --limit: 'x' is not a whole number; 'freshet runs --help' says what it takes",
                "run a/b --nosuch | Unknown option: '--nosuch'; 'freshet run --help' says what it takes",
            })
    void says_what_is_wrong_and_where_help_is(String arguments, String expected) {
        String[] words = arguments.split(" ");
        CommandLine commandLine = Freshet.commandLine(words);
        StringWriter err = new StringWriter();
        commandLine.setErr(new PrintWriter(err, true));

        assertEquals(ExitCode.USAGE, commandLine.execute(words));

        assertEquals("freshet: " + expected, err.toString().strip());
    }
}
