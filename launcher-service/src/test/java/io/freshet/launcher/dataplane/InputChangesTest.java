package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.servicekit.storage.ContentStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputChangesTest {
    @TempDir
    private Path directory;

    private Sample sample;
    private ContentStore contents;

    @BeforeEach
    void open() {
        sample = new Sample(directory);
        contents = new ContentStore(sample.root);
    }

    @Test
    void compares_as_many_files_as_it_may_and_no_more() throws IOException {
        AttemptSpec.Input before = input(sample.deliver(Map.of("kept.csv", "1", "gone.csv", "1")));
        AttemptSpec.Input after = input(sample.deliver(Map.of("kept.csv", "1", "added.csv", "1")));
        int partitions = 2;
        int files = 4;

        assertEquals(Optional.empty(), changes(partitions + files - 1).between(List.of(before), after));
        assertEquals(Optional.empty(), changes(1).between(List.of(before), after));
        assertEquals(
                Optional.of("[north/2026-01-05/added.csv] [] [north/2026-01-05/gone.csv]"),
                changes(partitions + files).between(List.of(before), after).map(InputChangesTest::text));
    }

    @Test
    void what_is_the_same_in_both_counts_nothing() throws IOException {
        AttemptSpec.Input same = input(sample.deliver(Map.of("a.csv", "1", "b.csv", "1", "c.csv", "1")));

        assertTrue(changes(1).between(List.of(same), same).isPresent());
    }

    @Test
    void all_inputs_of_an_attempt_share_the_bound() throws IOException {
        InputChanges changes = changes(3);

        assertTrue(changes.between(List.of(), input(sample.deliver(Map.of("a.csv", "1"))))
                .isPresent());
        assertEquals(Optional.empty(), changes.between(List.of(), input(sample.deliver(Map.of("b.csv", "1")))));
    }

    private InputChanges changes(int most) {
        return new InputChanges(new InputLists(sample.root, contents), contents, most);
    }

    private static AttemptSpec.Input input(Fingerprint manifest) {
        return new AttemptSpec.Input(
                "raw", Sample.RAW, "raw", true, List.of(new AttemptSpec.InputPartition(Sample.PARTITION, manifest)));
    }

    private static String text(ChangeList changes) {
        return "%s %s %s".formatted(changes.added(), changes.modified(), changes.removed());
    }
}
