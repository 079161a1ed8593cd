package io.freshet.planner.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.streams.LocalState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each file of a store on disk, damaged in turn: the store opens all the same, as it was or empty, and works. */
final class DamagedStoreTest {
    private static final int ROWS = 500;

    @TempDir
    private Path directory;

    private Path whole;

    @BeforeEach
    void write() {
        whole = directory.resolve("whole/planner/0_0/committed/catalog");
        for (int round = 0; round < 2; round++) {
            // Closing writes a file of its own each time.
            try (RocksDisk disk = RocksDisk.open(whole, null)) {
                disk.write(rows(round), new RowStore.Progress(round, Instant.EPOCH));
            }
        }
    }

    @Test
    void every_file_cut_off_or_overwritten_in_turn() throws IOException {
        int damaged = 0;
        for (Path file : files(whole)) {
            for (Damage damage : Damage.values()) {
                Path copy = copy("%s-%s".formatted(file.getFileName(), damage));
                damage.inflict(copy.resolve(whole.relativize(file)));

                LocalState state = new LocalState(copy.getParent());
                try (RocksDisk disk = open(copy, state)) {
                    disk.write(rows(7), new RowStore.Progress(7, Instant.EPOCH));
                    assertNotNull(disk.get(key(0)), file + " " + damage);
                    assertEquals(7, disk.progress().offset(), file + " " + damage);
                }
                damaged++;
            }
        }
        assertTrue(damaged >= 15, "only %d damages were tried".formatted(damaged));
    }

    private static RocksDisk open(Path directory, LocalState state) {
        try {
            return RocksDisk.open(directory, null);
        } catch (ProcessorStateException e) {
            assertTrue(state.recoverFrom(e), e.getMessage());
            return RocksDisk.open(directory, null);
        }
    }

    private enum Damage {
        EMPTY,
        HALF,
        LAST_BYTE,
        OVERWRITTEN;

        void inflict(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                long size = channel.size();
                switch (this) {
                    case EMPTY -> channel.truncate(0);
                    case HALF -> channel.truncate(size / 2);
                    case LAST_BYTE -> channel.truncate(Math.max(0, size - 1));
                    case OVERWRITTEN -> channel.write(ByteBuffer.allocate((int) Math.min(size, 64)), 0);
                }
            }
        }
    }

    private Path copy(String name) throws IOException {
        Path target = directory.resolve(name).resolve("state/catalog");
        Files.createDirectories(target);
        for (Path file : files(whole)) {
            Files.copy(file, target.resolve(whole.relativize(file)));
        }
        return target;
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<KeyValue<Bytes, byte[]>> rows(int round) {
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(KeyValue.pair(key(i), ("value " + round).getBytes(StandardCharsets.UTF_8)));
        }
        return rows;
    }

    private static Bytes key(int i) {
        return Bytes.wrap("row-%05d".formatted(i).getBytes(StandardCharsets.UTF_8));
    }
}
