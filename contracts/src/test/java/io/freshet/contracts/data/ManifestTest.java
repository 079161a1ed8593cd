package io.freshet.contracts.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String HASH = "a".repeat(64);

    @Test
    void has_a_text_that_never_changes() {
        Manifest manifest = new Manifest(List.of(entry("b/two words.csv", 2), entry("a%0A.csv", 1)));

        assertEquals(
                "freshet-manifest 1\n%s 1 a%%0A.csv\n%s 2 b/two words.csv\n".formatted(HASH, HASH), manifest.text());
        assertEquals("d3530601", manifest.fingerprint().brief());
        assertEquals("2803c9ce", Manifest.EMPTY.fingerprint().brief());
        assertEquals(new PartitionVersion(manifest.fingerprint(), 2, 3), manifest.version());
    }

    @Test
    void reads_back_what_it_writes() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<Manifest.Entry> files = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                byte[] name = new byte[1 + random.nextInt(30)];
                random.nextBytes(name);
                for (int j = 0; j < name.length; j++) {
                    name[j] = name[j] == '/' || name[j] == 0 || name[j] == '.' ? (byte) 'x' : name[j];
                }
                RelativePath path = RelativePath.ofBytes(concat("f%d/".formatted(i), name));
                files.add(new Manifest.Entry(path, random.nextLong(1L << 50), Sha256.of(name)));
            }
            Manifest manifest = new Manifest(files);

            assertEquals(manifest, Manifest.parse(manifest.text()), "seed " + seed);
        }
    }

    @Test
    void its_order_is_not_the_callers() {
        Manifest one = new Manifest(List.of(entry("a", 1), entry("b", 1)));
        Manifest other = new Manifest(List.of(entry("b", 1), entry("a", 1)));

        assertEquals(one.fingerprint(), other.fingerprint());
    }

    @Test
    void refuses_a_path_twice_and_a_negative_size() {
        assertThrows(IllegalArgumentException.class, () -> new Manifest(List.of(entry("a", 1), entry("a", 2))));
        assertThrows(IllegalArgumentException.class, () -> entry("a", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s 1", "%s x a", "%s -1 a", "short 1 a", "%s 1 ../a", "%s 1 /a", ""})
    void names_the_line_that_is_wrong(String line) {
        String text = "freshet-manifest 1\n%s 1 fine\n%s\n".formatted(HASH, line.formatted(HASH));

        var refused = assertThrows(IllegalArgumentException.class, () -> Manifest.parse(text));

        assertTrue(refused.getMessage().contains("line 3"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "freshet-manifest 2\n", "something else"})
    void refuses_what_is_no_manifest(String text) {
        assertThrows(IllegalArgumentException.class, () -> Manifest.parse(text));
    }

    private static byte[] concat(String prefix, byte[] name) {
        byte[] start = prefix.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(start, start.length + name.length);
        System.arraycopy(name, 0, all, start.length, name.length);
        return all;
    }

    private static Manifest.Entry entry(String path, long bytes) {
        return new Manifest.Entry(RelativePath.parse(path), bytes, Fingerprint.parse(HASH));
    }
}
