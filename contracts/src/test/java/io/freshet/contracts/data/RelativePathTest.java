package io.freshet.contracts.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePathTest {
    private static final int ROUNDS = 20_000;

    @ParameterizedTest
    @CsvSource({
        "plain.csv, 706c61696e2e637376",
        "a b, 612062",
        "ü, c3bc",
        "%FF, ff",
        "x%FF%C3, 78ffc3",
        "%0A, 0a",
        "100%25, 31303025",
        "a/b, 612f62",
        "%7F, 7f",
        "%C2%85, c285"
    })
    void has_one_text_for_its_bytes(String text, String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertEquals(text, RelativePath.ofBytes(bytes).text());
        assertArrayEquals(bytes, RelativePath.parse(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/./b",
                "%2E%2E/a",
                "%2E",
                "a%2Fb",
                "a%2F..%2Fb",
                "%41",
                "%ff",
                "%C3%BC",
                "%",
                "%4",
                "%zz",
                "a\nb",
                "\u0000",
                "%00x%",
                "\ud800"
            })
    void refuses_what_is_no_path_or_not_its_only_text(String text) {
        assertThrows(IllegalArgumentException.class, () -> RelativePath.parse(text));
    }

    @Test
    void any_bytes_survive() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] bytes = new byte[1 + seed % 40];
            new Random(seed).nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '/' || bytes[i] == 0 || bytes[i] == '.') {
                    bytes[i] = 'x';
                }
            }

            RelativePath path = RelativePath.ofBytes(bytes);

            assertArrayEquals(bytes, path.bytes(), "seed " + seed);
            assertEquals(path, RelativePath.parse(path.text()), "seed " + seed);
            assertEquals(1, path.text().lines().count(), "seed " + seed);
        }
    }

    @Test
    void names_files_whatever_their_names(@TempDir Path directory) throws Exception {
        assertEquals(OddNames.TEXTS, OddNames.makeAndList(directory));
    }

    /** In a JVM whose own encoding of file names knows ASCII only. */
    @Test
    void names_files_the_same_in_the_c_locale(@TempDir Path directory) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Dsun.jnu.encoding=ANSI_X3.4-1968",
                "-cp",
                System.getProperty("java.class.path"),
                OddNames.class.getName(),
                directory.toString());
        builder.environment().put("LC_ALL", "C");
        Process child = builder.redirectErrorStream(true).start();

        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        assertEquals("OK\n", output);
        assertEquals(OddNames.TEXTS, OddNames.list(directory));
    }

    @Test
    void refuses_a_file_that_is_elsewhere() {
        assertThrows(IllegalArgumentException.class, () -> RelativePath.between(Path.of("/a/b"), Path.of("/a/bc")));
        assertThrows(IllegalArgumentException.class, () -> RelativePath.between(Path.of("/a/b"), Path.of("/a/b")));
        assertEquals("etc", RelativePath.between(Path.of("/"), Path.of("/etc")).text());
    }

    @Test
    void is_sorted_by_its_text() {
        List<RelativePath> paths =
                List.of(RelativePath.parse("a/b"), RelativePath.parse("a-b"), RelativePath.parse("a"));

        assertEquals("[a, a-b, a/b]", paths.stream().sorted().toList().toString());
    }

    /** Files with odd names. */
    static final class OddNames {
        static final List<String> TEXTS = java.util.stream.Stream.of(
                        "deep/er/file",
                        "ends with ",
                        " begins",
                        "tab%09newline%0A",
                        "%FFnot utf-8%FE",
                        "latin-1 %E9t%E9",
                        "über/🙂.csv",
                        "100%25",
                        "back\\slash",
                        "-rf",
                        "a?b*c[d]{e}#f&g;h'i\"j",
                        "x".repeat(255),
                        "é".repeat(127))
                .sorted()
                .toList();

        private OddNames() {}

        public static void main(String[] arguments) throws Exception {
            List<String> found = makeAndList(Path.of(arguments[0]));
            System.out.println(found.equals(TEXTS) ? "OK" : "found " + found);
        }

        static List<String> makeAndList(Path directory) throws Exception {
            for (String text : TEXTS) {
                Path file = RelativePath.parse(text).resolveIn(directory);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            }
            return list(directory);
        }

        /** The texts of the files that are there, each of which must contain its own. */
        static List<String> list(Path directory) throws Exception {
            try (var files = Files.walk(directory)) {
                List<Path> regular = files.filter(Files::isRegularFile).toList();
                for (Path file : regular) {
                    String text = RelativePath.between(directory, file).text();
                    if (!Files.readString(file).equals(text)) {
                        throw new AssertionError(text);
                    }
                }
                return regular.stream()
                        .map(file -> RelativePath.between(directory, file).text())
                        .sorted()
                        .toList();
            }
        }
    }
}
