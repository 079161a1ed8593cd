package io.freshet.servicekit.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenFileTest {
    @TempDir
    private Path directory;

    @Test
    void knows_what_the_kernel_knows() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "twelve bytes");
        Files.createLink(directory.resolve("second"), file);
        Files.setAttribute(file, "unix:mode", 0640);
        try (OpenFile open = OpenFile.find(file)) {
            FileStatus status = open.status();
            assertEquals(FileStatus.Kind.REGULAR, status.kind());
            assertEquals(12, status.bytes());
            assertEquals(2, status.links());
            assertEquals(0640, status.mode());
            assertEquals(Files.getAttribute(file, "unix:uid"), status.user());
            assertEquals(Files.getAttribute(file, "unix:gid"), status.group());
            assertEquals(Files.getAttribute(file, "unix:ino"), status.inode());
            assertEquals(
                    Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MICROS),
                    status.modified().truncatedTo(ChronoUnit.MICROS));
            assertTrue(
                    status.isSameFile(OpenFile.find(directory.resolve("second")).status()));
        }
    }

    @Test
    void a_fifo_neither_blocks_nor_is_read() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
        try (OpenFile open = OpenFile.find(fifo)) {
            assertEquals(FileStatus.Kind.FIFO, open.status().kind());
            FileSystemException refused =
                    assertThrows(FileSystemException.class, () -> open.channel(StandardOpenOption.READ));
            assertTrue(refused.getMessage().contains("FIFO"), refused.getMessage());
        }
    }

    @Test
    void a_symbolic_link_is_itself() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "x");
        Files.setAttribute(target, "unix:mode", 0600);
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        try (OpenFile open = OpenFile.find(link)) {
            assertEquals(FileStatus.Kind.SYMBOLIC_LINK, open.status().kind());
            assertThrows(FileSystemException.class, () -> open.changeMode(0444));
            assertThrows(FileSystemException.class, () -> open.channel(StandardOpenOption.READ));
        }
        assertEquals(0600, (int) Files.getAttribute(target, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777);
    }

    @Test
    void stays_with_the_file_when_a_link_takes_its_name() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Files.setAttribute(secret, "unix:mode", 0600);
        Path file = Files.writeString(directory.resolve("file"), "mine");
        try (OpenFile open = OpenFile.find(file)) {
            Files.move(file, directory.resolve("moved"));
            Files.createSymbolicLink(file, secret);
            open.changeMode(0444);
            open.linkTo(directory.resolve("linked"));
        }
        assertEquals("mine", Files.readString(directory.resolve("linked")));
        assertEquals(0600, (int) Files.getAttribute(secret, "unix:mode") & 07777);
    }

    @Test
    void tells_whether_somebody_may_still_write() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        try (OpenFile open = OpenFile.find(file)) {
            assertEquals(Optional.of(false), open.isOpenForWriting());
            try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
                assertEquals(Optional.of(true), open.isOpenForWriting());
                assertTrue(writer.isOpen());
            }
            assertEquals(Optional.of(false), open.isOpenForWriting());
            try (FileChannel reader = FileChannel.open(file, StandardOpenOption.READ)) {
                assertEquals(Optional.of(false), open.isOpenForWriting());
                assertTrue(reader.isOpen());
            }
        }
    }
}
