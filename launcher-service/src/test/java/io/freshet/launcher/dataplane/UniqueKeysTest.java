package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniqueKeysTest {
    private static final int SEQUENCES = Integer.getInteger("freshet.test.unique-keys", 60);

    @TempDir
    Path directory;

    @Test
    void finds_the_first_repetition_as_a_set_does() throws Exception {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            Random random = new Random(seed);
            int keys = random.nextInt(400);
            int range = 1 + random.nextInt(50_000);
            OptionalLong expected = OptionalLong.empty();
            OptionalLong found = OptionalLong.empty();
            Set<Integer> seen = new HashSet<>();
            try (UniqueKeys unique = new UniqueKeys(random.nextInt(100), directory.resolve("spill"))) {
                for (int i = 0; i < keys && found.isEmpty(); i++) {
                    int key = random.nextInt(range);
                    if (!seen.add(key) && expected.isEmpty()) {
                        expected = OptionalLong.of(i);
                    }
                    if (unique.add(Integer.toString(key))) {
                        found = OptionalLong.of(i);
                    }
                }
                if (found.isEmpty()) {
                    found = unique.repeated();
                }
            }
            assertEquals(expected, found, "seed " + seed);
            assertFalse(Files.exists(directory.resolve("spill")), "seed " + seed);
        }
    }
}
