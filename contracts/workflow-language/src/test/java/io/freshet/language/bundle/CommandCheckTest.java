package io.freshet.language.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validate and deploy say about commands, and about what they cannot do. */
final class CommandCheckTest {
    private static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: w}
            spec:
              datasets:
                a: {path: a, layout: "{k}.csv"%s}
                b: {path: b, layout: "{k}.csv"}
              tasks:
                t:
                  inputs: {a: {}}
                  outputs: {b: {}}
                  run: {command: %s}
            %s""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[python3, agregate.py] | missing-command-file | did you mean 'aggregate.py'?",
                "[python3, -u, nosuch.py] | missing-command-file | add the file",
                "[./nosuch] | missing-command-file | add the file",
                "[cp, '$FRESHET_IN_A/x', out] | not-replaced | sh, -c",
                "[cp, '${FRESHET_IN_A}/x', out] | not-replaced | sh, -c",
                "[sh, run.sh, '>', out] | not-replaced | sh, -c",
                "[sh, run.sh, '{{ ds }}'] | not-replaced | FRESHET_PARTITION_DATE"
            })
    void warns_of_what_would_fail_or_surprise_at_run_time(String command, String code, String hint) {
        List<SpecError> warnings = valid(WORKFLOW.formatted("", command, "")).warnings();

        assertEquals(1, warnings.size(), warnings.toString());
        assertEquals(code, warnings.getFirst().code().toString());
        assertTrue(warnings.getFirst().hint().contains(hint), warnings.toString());
        assertEquals(12, warnings.getFirst().line());
    }

    @ParameterizedTest
    @CsvSource({
        "{date:yyyy-MM-dd}, {month:yyyy-MM}, the month of 'date'",
        "{date:yyyy-MM-dd}/{k}, {k}/{d:yyyy-MM-dd}, the day of 'date'",
        "{date:yyyy-MM-dd}, {date:yyyy-MM}, ",
        "{date:yyyy-MM}, {day:yyyy-MM-dd}, ",
        "{k}, {month:yyyy-MM}, ",
        "{date:yyyy-MM-dd}, {date:yyyy-MM-dd}/{n}, "
    })
    void warns_of_a_time_that_may_be_meant_to_be_an_inputs(String input, String output, String meant) {
        List<SpecError> warnings = valid(WORKFLOW.formatted("", "[true]", "")
                        .replace("path: a, layout: \"{k}", "path: a, layout: \"" + input)
                        .replace("path: b, layout: \"{k}", "path: b, layout: \"" + output))
                .warnings();

        if (meant == null) {
            assertEquals(List.of(), warnings);
        } else {
            assertEquals(
                    List.of(SpecErrorCode.UNRELATED_TIME),
                    warnings.stream().map(SpecError::code).toList());
            assertTrue(warnings.getFirst().hint().contains(meant), warnings.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[sh, -c, 'cp $FRESHET_IN_A/x > y']",
                "[bash, -euc, 'echo ${HOME} | cat']",
                "[python3, aggregate.py, missing-output.py]",
                "[./run.sh]",
                "[awk, '{print $1, $NF}']",
                "[python3, -m, json.tool]",
                "[/opt/tool/x.py]",
                "[python3, /opt/tool/x.py]",
                "[true]"
            })
    void says_nothing_about_what_is_meant(String command) {
        assertEquals(List.of(), valid(WORKFLOW.formatted("", command, "")).warnings());
    }

    @Test
    void refuses_a_command_line_that_was_written_as_one_word() {
        List<SpecError> errors = errors(WORKFLOW.formatted("", "[sh make.sh > out]", ""));

        assertEquals(SpecErrorCode.BAD_COMMAND, errors.getFirst().code());
        assertTrue(errors.getFirst().hint().contains("[sh, -c, 'sh make.sh > out']"), errors.toString());
    }

    @Test
    void refuses_all_that_a_deployment_cannot_do() {
        String zone = ", zone: phi";

        assertEquals(
                List.of(SpecErrorCode.NOT_AVAILABLE_YET),
                errors(WORKFLOW.formatted(zone, "[true]", "")).stream()
                        .map(SpecError::code)
                        .toList());
    }

    @Test
    void warns_of_what_has_no_effect_yet() {
        DeployableBundle.Valid valid =
                valid(WORKFLOW.formatted(", labels: [phi], registry: {primaryKey: [k]}", "[true]", ""));

        assertEquals(
                List.of(SpecErrorCode.NO_EFFECT_YET, SpecErrorCode.NO_EFFECT_YET),
                valid.warnings().stream().map(SpecError::code).toList());
    }

    @Test
    void a_comma_in_a_text_within_braces_is_explained() {
        String yaml = WORKFLOW.formatted("", "[true]", "").replace("{name: w}", "{name: w, description: A, b}");

        String hint = errors(yaml).getFirst().hint();

        assertTrue(hint.contains("comma") && hint.contains("quotes"), hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1"})
    void another_encoding_is_named(String charset) {
        byte[] bytes = WORKFLOW.formatted("", "[true]", "")
                .replace("{name: w}", "{name: w, description: Zürich}")
                .getBytes(Charset.forName(charset));

        SpecError error = assertInstanceOf(DeployableBundle.Invalid.class, check(bytes))
                .errors()
                .getFirst();

        assertTrue(error.message().contains("not UTF-8"), error.toString());
        assertEquals(charset.equals("ISO-8859-1") ? 3 : 1, error.line());
    }

    private static DeployableBundle.Valid valid(String yaml) {
        return assertInstanceOf(DeployableBundle.Valid.class, check(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<SpecError> errors(String yaml) {
        return assertInstanceOf(DeployableBundle.Invalid.class, check(yaml.getBytes(StandardCharsets.UTF_8)))
                .errors();
    }

    private static DeployableBundle check(byte[] workflow) {
        try {
            return DeployableBundle.of(bundle(workflow));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bundle bundle(byte[] workflow) {
        TreeMap<RelativePath, byte[]> files = new TreeMap<>();
        files.put(new RelativePath(Bundle.WORKFLOW_FILE), workflow);
        files.put(new RelativePath("aggregate.py"), new byte[0]);
        files.put(new RelativePath("run.sh"), new byte[0]);
        return Bundle.of(files);
    }
}
