package io.freshet.scheduler.deployment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.ProblemException;
import io.freshet.language.bundle.Bundle;
import io.freshet.servicekit.disk.FreeSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadSpaceTest {
    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void keeps_an_upload_until_it_is_closed() throws IOException {
        UploadSpace space = space();
        Upload upload = space.open();
        upload.receive(new ByteArrayInputStream(new byte[] {1, 2, 3}));
        Files.writeString(upload.contents().resolve("0"), "unpacked");

        space.sweep();

        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(upload.archive()));
        upload.close();
        assertEquals(List.of(), left());
    }

    @Test
    void takes_a_bounded_number_at_a_time() throws IOException {
        UploadSpace space = space();
        List<Upload> uploads = new ArrayList<>();
        for (int i = 0; i < UploadSpace.MAX_UPLOADS; i++) {
            uploads.add(space.open());
        }

        ProblemException refused = assertThrows(ProblemException.class, space::open);

        assertEquals(429, refused.problem().status());
        uploads.getFirst().close();
        uploads.getFirst().close();
        try (Upload next = space.open()) {
            assertTrue(Files.notExists(next.archive()));
            assertThrows(ProblemException.class, space::open, "one place was left, whoever closed it twice");
        }
    }

    @Test
    void refuses_an_archive_as_soon_as_it_is_too_large() throws IOException {
        UploadSpace space = space();
        CountedZeros endless = new CountedZeros();

        ProblemException refused;
        try (Upload upload = space.open()) {
            refused = assertThrows(ProblemException.class, () -> upload.receive(endless));
        }

        assertEquals(413, refused.problem().status());
        assertEquals("bundle-too-large", refused.problem().code());
        assertTrue(endless.read <= Bundle.MAX_BYTES + (1 << 20), () -> endless.read + " bytes were read");
        assertEquals(List.of(), left());
    }

    @Test
    void ends_an_upload_that_drips() throws IOException {
        CountedZeros dripping = new CountedZeros() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                nanos.addAndGet(UploadSpace.RECEIVED_WITHIN.toNanos() / 100);
                return super.read(buffer, offset, 1);
            }
        };

        ProblemException refused;
        try (Upload upload = space().open()) {
            refused = assertThrows(ProblemException.class, () -> upload.receive(dripping));
        }

        assertEquals("upload-too-slow", refused.problem().code());
        assertEquals(101, dripping.read);
    }

    @Test
    void refuses_an_upload_when_the_disk_is_almost_full() throws IOException {
        UploadSpace almostFull = new UploadSpace(
                directory.resolve("uploads"), new FreeSpace(FreeSpace.FileSystems.LOCAL, Long.MAX_VALUE), nanos::get);
        CountedZeros body = new CountedZeros();

        ProblemException refused;
        try (Upload upload = almostFull.open()) {
            refused = assertThrows(ProblemException.class, () -> upload.receive(body));
        }

        assertEquals(507, refused.problem().status());
        assertEquals("disk-almost-full", refused.problem().code());
        assertTrue(refused.getMessage().contains("free some space"), refused::getMessage);
        assertEquals(0, body.read);
        assertEquals(List.of(), left());
    }

    @Test
    void removes_what_one_that_was_killed_has_left() throws IOException {
        Upload killed = space().open();
        killed.receive(new ByteArrayInputStream(new byte[100]));
        Files.writeString(killed.contents().resolve("0"), "unpacked");
        UploadSpace next = space();
        try (Upload upload = next.open()) {
            assertTrue(Files.notExists(upload.archive()), "which has the directory of the first anew");
        }
        Files.createDirectories(directory.resolve("uploads/7/contents"));
        Files.writeString(directory.resolve("uploads/7/contents/0"), "of a longer life");

        next.sweep();

        assertEquals(List.of(), left());
    }

    private UploadSpace space() {
        return new UploadSpace(directory.resolve("uploads"), FreeSpace.withoutReserve(), nanos::get);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> children = Files.list(directory.resolve("uploads"))) {
            return children.toList();
        }
    }

    /** Has no end. */
    private static class CountedZeros extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            read += length;
            return length;
        }
    }
}
