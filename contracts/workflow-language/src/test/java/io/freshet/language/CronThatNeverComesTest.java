package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronThatNeverComesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "0 6 30 2 *", "0 0 31 4,6,9,11 *"})
    void is_refused(String cron) {
        List<SpecError> errors =
                assertInstanceOf(ParseResult.Invalid.class, parse(cron)).errors();

        assertEquals(
                List.of(SpecErrorCode.BAD_CRON),
                errors.stream().map(SpecError::code).toList());
        assertEquals(
                "'%s' never comes: there is no such day".formatted(cron),
                errors.getFirst().message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 29 2 *", "0 0 31 * *", "* * * * *", "0 0 31 2,3 *", "59 23 31 12 *"})
    void is_not_one_that_comes_rarely(String cron) {
        assertInstanceOf(ParseResult.Parsed.class, parse(cron));
    }

    private static ParseResult parse(String cron) {
        return WorkflowParser.parse("workflow.yaml", """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: w}
                spec:
                  datasets: {a: {}, b: {}}
                  tasks:
                    t: {inputs: [a], outputs: [b], run: {command: [make]}}
                  triggers: [{schedule: {cron: "%s"}}]
                """.formatted(cron));
    }
}
