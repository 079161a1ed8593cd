package io.freshet.watcher.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryNamesTest {
    @TempDir
    Path directory;

    @Test
    void are_in_the_order_of_their_bytes_whatever_they_are() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            TreeSet<byte[]> expected = new TreeSet<>(Arrays::compareUnsigned);
            int count = random.nextInt(seed == 0 ? 20_000 : 300);
            while (expected.size() < count) {
                expected.add(name(random));
            }
            List<byte[]> shuffled = new ArrayList<>(expected);
            Collections.shuffle(shuffled, random);
            try (DirectoryNames names = new DirectoryNames(new NameBudget())) {
                shuffled.forEach(name -> assertTrue(names.add(name)));
                names.sort();

                assertEquals(expected.size(), names.size(), "seed " + seed);
                int i = 0;
                for (byte[] name : expected) {
                    assertArrayEquals(name, names.get(i++), "seed " + seed);
                }
            }
        }
    }

    private static byte[] name(Random random) {
        byte[] name = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 255 : 4)];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) (1 + random.nextInt(255));
        }
        return name;
    }

    @Test
    void take_from_the_budget_until_they_are_closed() throws Exception {
        NameBudget budget = new NameBudget(100);
        for (String name : List.of("a", "b", "\u00fc")) {
            Files.createFile(directory.resolve(name));
        }
        Path full = Files.createDirectory(directory.resolve("full"));
        for (int i = 0; i < 10; i++) {
            Files.createFile(full.resolve("file-" + i));
        }

        DirectoryNames names = DirectoryNames.of(directory, budget);

        assertEquals("a", new String(names.get(0), StandardCharsets.UTF_8));
        assertEquals("\u00fc", new String(names.get(3), StandardCharsets.UTF_8));
        long held = budget.held();
        assertTrue(held > 0);
        FileSystemException refused = assertThrows(FileSystemException.class, () -> DirectoryNames.of(full, budget));
        assertTrue(refused.getMessage().contains("several directories"), refused.getMessage());
        assertEquals(held, budget.held());
        names.close();
        assertEquals(0, budget.held());
        assertFalse(new DirectoryNames(new NameBudget(3)).add(new byte[] {'a'}));
    }
}
