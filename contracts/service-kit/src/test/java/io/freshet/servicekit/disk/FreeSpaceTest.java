package io.freshet.servicekit.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
    private static final long GIB = 1L << 30;
    private static final Path DIRECTORY = Path.of("/data");

    @Test
    void keeps_a_twentieth_free_and_at_most_two_gibibytes() throws OutOfSpaceException {
        of(20 * GIB, 2 * GIB, null).require(DIRECTORY, GIB);
        assertThrows(
                OutOfSpaceException.class, () -> of(20 * GIB, 2 * GIB, null).require(DIRECTORY, GIB + 1));

        of(1000 * GIB, 3 * GIB, null).require(DIRECTORY, GIB);
        assertThrows(
                OutOfSpaceException.class, () -> of(1000 * GIB, 3 * GIB, null).require(DIRECTORY, GIB + 1));
    }

    @Test
    void keeps_what_the_setting_says() {
        assertDoesNotThrow(() -> of(100 * GIB, GIB, 0L).require(DIRECTORY, 50 * GIB));
        assertDoesNotThrow(() -> of(100 * GIB, 3 * GIB, 2 * GIB).require(DIRECTORY, GIB));
        assertThrows(
                OutOfSpaceException.class, () -> of(100 * GIB, 3 * GIB, 2 * GIB).require(DIRECTORY, GIB + 1));
        assertThrows(IllegalArgumentException.class, () -> of(GIB, GIB, -1L));
    }

    @Test
    void says_where_how_much_and_what_to_do() {
        assertEquals(
                Optional.of(
                        "the disk is almost full: the file system of '/data' has 512.0 MiB free, of which 1.0 GiB are kept in reserve; free some space, and it goes on by itself"),
                of(20 * GIB, GIB / 2, null).shortage(DIRECTORY));
        OutOfSpaceException refused = assertThrows(
                OutOfSpaceException.class, () -> of(20 * GIB, 1000, 1L).require(DIRECTORY, 2000));
        assertEquals(
                "the disk is almost full: the file system of '/data' has 1000 bytes free, of which 1 bytes are kept in reserve, and 2.0 KiB are needed; free some space, and it goes on by itself",
                refused.getMessage());
    }

    @Test
    void refuses_nothing_where_the_file_system_does_not_say_how_large_it_is() {
        assertEquals(Optional.empty(), of(0, 0, null).shortage(DIRECTORY));
    }

    @Test
    void asks_the_file_system_itself() {
        assertEquals(Optional.empty(), FreeSpace.withoutReserve().shortage(Path.of("/")));
        assertThrows(
                OutOfSpaceException.class,
                () -> new FreeSpace(FreeSpace.FileSystems.LOCAL, Long.MAX_VALUE).require(Path.of("/"), 0));
    }

    private static FreeSpace of(long total, long usable, @Nullable Long reserve) {
        return new FreeSpace(
                new FreeSpace.FileSystems() {
                    @Override
                    public long totalBytes(Path path) {
                        return total;
                    }

                    @Override
                    public long usableBytes(Path path) {
                        return usable;
                    }
                },
                reserve);
    }
}
