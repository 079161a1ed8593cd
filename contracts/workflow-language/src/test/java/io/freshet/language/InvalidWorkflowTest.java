package io.freshet.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.KeptFile;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an author is told: beside each wrong specification in {@code invalid/} lies all that is said of it. */
class InvalidWorkflowTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/workflow/invalid");

    @ParameterizedTest
    @MethodSource("files")
    void every_error_is_told_at_once_with_its_place(Path file) throws IOException {
        List<SpecError> errors = errors(file);

        String text = errors.stream().map(error -> error + "\n").collect(Collectors.joining());
        KeptFile.check(DIRECTORY.resolve(name(file).replace(".yaml", ".txt")), text);
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_error_says_what_is_wrong_and_what_would_be_right(Path file) throws IOException {
        List<SpecError> errors = errors(file);

        assertEquals(errors.stream().sorted().toList(), errors);
        for (SpecError error : errors) {
            assertTrue(error.line() >= 1 && error.column() >= 1, error.toString());
            assertTrue(!error.message().isBlank() && !error.hint().isBlank(), error.toString());
        }
    }

    @Test
    void every_code_has_an_example() throws IOException {
        Set<SpecErrorCode> missing = EnumSet.allOf(SpecErrorCode.class);
        for (Path file : files().toList()) {
            errors(file).forEach(error -> missing.remove(error.code()));
        }

        // These are told beyond the file: by the bundle (see CommandCheckTest), by the namespace, by the identity
        // policy,
        // by what this version can do.
        assertEquals(
                EnumSet.of(
                        SpecErrorCode.DATASET_DIFFERS,
                        SpecErrorCode.MISSING_FILE,
                        SpecErrorCode.BAD_COMMAND,
                        SpecErrorCode.MISSING_COMMAND_FILE,
                        SpecErrorCode.NOT_REPLACED,
                        SpecErrorCode.UNRELATED_TIME,
                        SpecErrorCode.IDENTITY_DENIED,
                        SpecErrorCode.NO_EFFECT_YET,
                        SpecErrorCode.NOT_AVAILABLE_YET),
                missing);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> name(file).endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static List<SpecError> errors(Path file) throws IOException {
        ParseResult result = WorkflowParser.parse(name(file), Files.readString(file));
        List<SpecError> errors =
                assertInstanceOf(ParseResult.Invalid.class, result).errors();
        assertTrue(!errors.isEmpty());
        return errors;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
