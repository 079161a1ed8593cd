package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalStateTest {
    @TempDir
    private Path directory;

    private Path stores;
    private LocalState state;

    @BeforeEach
    void write() throws IOException {
        stores = Files.createDirectories(directory.resolve("planner"));
        Files.writeString(stores.resolve("CURRENT"), "damaged");
        state = new LocalState(stores);
    }

    @Test
    void damaged_stores_are_set_aside_and_opened_anew() {
        assertEquals("empty", open());

        assertTrue(Files.exists(stores.resolve("damaged/CURRENT")));
    }

    @Test
    void one_copy_is_kept_however_often_it_happens() throws IOException {
        for (int i = 0; i < 3; i++) {
            open();
            write();
        }
        try (var left = Files.list(stores)) {
            assertEquals(2, left.count());
        }
        assertTrue(Files.exists(stores.resolve("damaged/CURRENT")));
    }

    @Test
    void damage_that_is_met_in_use_is_set_aside_at_the_next_start() throws IOException {
        Files.writeString(stores.resolve("CURRENT"), "good");
        state.failed(new StreamsException("a task", new ProcessorStateException("block checksum mismatch")));

        assertEquals("empty", open());
        assertEquals("empty", open());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "While appending to file: No space left on device",
                "IO error: While lock file: /x/LOCK: Resource temporarily unavailable",
                "While open a file for appending: /x: Permission denied",
                "/x: Read-only file system"
            })
    void what_is_the_systems_fault_leaves_the_stores_where_they_are(String message) throws IOException {
        ProcessorStateException failure = new ProcessorStateException("a store cannot open", new IOException(message));

        assertFalse(state.recoverFrom(failure));
        state.failed(failure);
        state.failed(new IllegalStateException("a fault of ours"));
        state.recover();

        assertTrue(Files.exists(stores.resolve("CURRENT")));
        try (var left = Files.list(directory)) {
            assertEquals(1, left.count());
        }
    }

    private String open() {
        state.recover();
        try {
            return start();
        } catch (IllegalStateException e) {
            assertTrue(state.recoverFrom(e));
            return start();
        }
    }

    private String start() {
        try {
            if (!Files.exists(stores.resolve("CURRENT"))) {
                Files.createDirectories(stores);
                return "empty";
            }
            if (Files.readString(stores.resolve("CURRENT")).equals("good")) {
                return "good";
            }
            throw new IllegalStateException("start", new ProcessorStateException("corrupt"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
