package io.freshet.contracts.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator is told: beside each wrong policy in {@code identity/invalid/} lies all that is said of it. */
class InvalidPolicyTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/identity/invalid");

    @ParameterizedTest
    @MethodSource("files")
    void every_error_is_told_at_once_with_its_place(Path file) throws IOException {
        String name = file.getFileName().toString();

        PolicyReading reading = IdentityPolicyParser.parse(name, Files.readString(file));

        String text = assertInstanceOf(PolicyReading.Invalid.class, reading).text();
        KeptFile.check(DIRECTORY.resolve(name.replace(".yaml", ".txt")), text + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "x", "[]", "null", "rules: {}\nidentities: []", "rules: [1, [], ~]", "a: &a [*a]"})
    void whatever_the_text_is_something_is_said(String yaml) {
        PolicyReading reading = IdentityPolicyParser.parse("identities.yaml", yaml);

        assertFalse(
                assertInstanceOf(PolicyReading.Invalid.class, reading).errors().isEmpty());
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }
}
