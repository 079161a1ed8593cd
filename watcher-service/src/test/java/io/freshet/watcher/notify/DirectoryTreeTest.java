package io.freshet.watcher.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DirectoryTreeTest {
    private static final Path ROOT = Path.of("/data");

    @Test
    void finds_a_directory_and_what_is_below_it_and_no_sibling_whose_name_begins_alike() {
        DirectoryTree tree = new DirectoryTree(Arrays::compareUnsigned);
        tree.put(ROOT.resolve("a"), 1);
        tree.put(ROOT.resolve("a/b"), 2);
        tree.put(ROOT.resolve("a-b"), 3);
        tree.put(ROOT.resolve("ab"), 4);
        tree.put(ROOT.resolve("a/\u00fc"), 5);

        assertEquals(List.of(1, 2, 5), tree.below(ROOT.resolve("a")));
        assertEquals(List.of(2), tree.below(ROOT.resolve("a/b")));

        tree.remove(ROOT.resolve("a/b"), 9);
        tree.remove(ROOT.resolve("a"), 1);

        assertEquals(List.of(2, 5), tree.below(ROOT.resolve("a")));
        assertEquals(4, tree.all().size());
    }

    @Test
    void a_tree_that_is_removed_one_directory_at_a_time_costs_as_much_as_it_has_directories() {
        long few = comparisonsOfRemoving(1_000);
        long many = comparisonsOfRemoving(16_000);

        // Sixteen times as many, each in a tree that is four levels deeper.
        assertTrue(many < few * 16 * 2, () -> "comparisons: %d for 1,000, %d for 16,000".formatted(few, many));
    }

    private static long comparisonsOfRemoving(int directories) {
        AtomicLong comparisons = new AtomicLong();
        DirectoryTree tree = new DirectoryTree((one, other) -> {
            comparisons.incrementAndGet();
            return Arrays.compareUnsigned(one, other);
        });
        for (int number = 0; number < directories; number++) {
            tree.put(directory(number), number);
        }
        comparisons.set(0);
        for (int number = 0; number < directories; number++) {
            Path vanished = directory(number);
            for (int descriptor : tree.below(vanished)) {
                tree.remove(vanished, descriptor);
            }
        }
        assertEquals(List.of(), tree.all());
        return comparisons.get();
    }

    private static Path directory(int number) {
        return ROOT.resolve("d%02d".formatted(number % 10)).resolve("e%05d".formatted(number));
    }
}
