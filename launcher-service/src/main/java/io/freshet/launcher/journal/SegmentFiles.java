package io.freshet.launcher.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of a journal, numbered in the order in which they were begun. */
record SegmentFiles(Path directory) {
    private static final String SUFFIX = ".journal";
    private static final Pattern NAME = Pattern.compile("\\d{16}\\.journal");

    Path file(long segment) {
        return directory.resolve("%016d".formatted(segment) + SUFFIX);
    }

    /** The numbers, ascending; none if there is no journal. */
    List<Long> numbers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .map(name -> Long.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** What a segment has from an offset on. */
    byte[] from(long segment, int offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file(segment), StandardOpenOption.READ)) {
            long rest = Math.max(0, channel.size() - offset);
            return read(channel, offset, Math.toIntExact(rest));
        }
    }

    /**
     * One frame.
     *
     * @throws EOFException if the file is shorter
     */
    byte[] frame(Position position) throws IOException {
        try (FileChannel channel = FileChannel.open(file(position.segment()), StandardOpenOption.READ)) {
            byte[] frame = read(channel, position.offset(), position.length());
            if (frame.length < position.length()) {
                throw new EOFException("%s ends within an entry".formatted(file(position.segment())));
            }
            return frame;
        }
    }

    private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // Until it is full or the file ends.
        }
        byte[] content = new byte[buffer.position()];
        buffer.flip().get(content);
        return content;
    }
}
