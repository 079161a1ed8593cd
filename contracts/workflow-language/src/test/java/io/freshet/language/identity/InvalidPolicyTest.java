package io.freshet.language.identity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @Test
    void a_mangled_policy_is_told_or_read() throws IOException {
        String example = Files.readString(DIRECTORY.resolve("values.yaml"));
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder mangled = new StringBuilder(example);
            for (int i = 0; i < 4; i++) {
                int from = random.nextInt(mangled.length());
                int to = Math.min(mangled.length(), from + random.nextInt(30));
                String piece = mangled.substring(from, to);
                mangled.delete(from, to).insert(random.nextInt(mangled.length() + 1), piece);
            }
            try {
                if (IdentityPolicyParser.parse("identities.yaml", mangled.toString())
                        instanceof PolicyReading.Invalid invalid) {
                    assertFalse(invalid.errors().isEmpty());
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ":\n" + mangled, e);
            }
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }
}
