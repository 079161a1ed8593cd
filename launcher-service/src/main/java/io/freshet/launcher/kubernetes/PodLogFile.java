package io.freshet.launcher.kubernetes;

import io.freshet.launcher.attempt.RecordFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log of a pod, which comes with a time before each line, into the attempt's directory, without the times. A stream that breaks
 * off may be begun again at {@link #since}: lines that are known already are left out, also by another launcher. Thread-safe.
 *
 * <pre>
 * attempts/attempt/log        what the command printed
 * attempts/attempt/log.read   how far: bytes, time of the last line, lines of that time; written before the bytes are
 * </pre>
 */
final class PodLogFile {
    /**
     * How much has been read.
     *
     * @param lines how many of the lines that have the time of the last one
     */
    private record Position(long bytes, Instant at, int lines) {
        static final Position START = new Position(0, Instant.EPOCH, 0);

        static Position parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Position(Long.parseLong(parts[0]), Instant.parse(parts[1]), Integer.parseInt(parts[2]));
        }

        Position after(Instant line, int length) {
            return new Position(bytes + length, line, line.equals(at) ? lines + 1 : 1);
        }

        String text() {
            return "%d %s %d%n".formatted(bytes, at, lines);
        }
    }

    /** What is kept in memory of a line that has not ended, in bytes: much more than the kubelet sends at a time. */
    static final int MOST_BUFFERED_BYTES = 256 * 1024;

    private static final int LONGEST_RECORD_BYTES = 128;
    /** Room for some thousand records. */
    private static final int LOOK_BACK_BYTES = 64 * 1024;

    private final Path log;
    private final Path read;
    private Position position;
    private @Nullable Stream stream;

    /** Goes on where the log ends. */
    PodLogFile(Path log) throws IOException {
        this.log = log;
        this.read = log.resolveSibling(log.getFileName() + ".read");
        this.position = lastPosition();
        cut();
    }

    /** From which time on the stream is to be read. */
    synchronized Instant since() {
        return position.at();
    }

    /** Takes a stream that begins at {@link #since}. Of the stream before nothing more is taken; what it did not bring whole is forgotten. */
    synchronized Stream begin() {
        Stream begun = new Stream();
        stream = begun;
        return begun;
    }

    /** What the cluster sends, in pieces of any size. */
    final class Stream extends OutputStream {
        private final Instant knownAt = position.at();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int known = position.lines();
        /** The time of the line of which a part was taken already; null at the beginning of a line. */
        private @Nullable Instant begun;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (PodLogFile.this) {
                if (stream != this) {
                    return;
                }
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                Position next = position;
                for (int i = offset; i < offset + length; i++) {
                    line.write(bytes[i]);
                    boolean ends = bytes[i] == '\n';
                    if (ends || line.size() == MOST_BUFFERED_BYTES) {
                        next = take(whole, next, ends);
                    }
                }
                append(whole.toByteArray(), next);
            }
        }

        /** The stream came to its end: what follows the last line break is all of the last line. */
        void end() throws IOException {
            synchronized (PodLogFile.this) {
                if (line.size() > 0) {
                    ByteArrayOutputStream whole = new ByteArrayOutputStream();
                    Position next = take(whole, position, true);
                    append(whole.toByteArray(), next);
                }
            }
        }

        /**
         * A long line is taken in parts, each of which counts as a line: it has the same parts whenever it is sent again.
         *
         * @param ends whether the line ends here
         */
        private Position take(ByteArrayOutputStream whole, Position before, boolean ends) {
            byte[] bytes = line.toByteArray();
            line.reset();
            int text = 0;
            Instant at = begun;
            if (at == null) {
                int space = 0;
                while (space < bytes.length && bytes[space] != ' ') {
                    space++;
                }
                at = time(new String(bytes, 0, space, StandardCharsets.US_ASCII));
                text = at == null ? 0 : Math.min(bytes.length, space + 1);
            }
            Instant when = at == null ? before.at() : at;
            begun = ends ? null : when;
            if (isKnown(when)) {
                return before;
            }
            whole.write(bytes, text, bytes.length - text);
            return before.after(when, bytes.length - text);
        }

        private boolean isKnown(Instant at) {
            return at.isBefore(knownAt) || (at.equals(knownAt) && known-- > 0);
        }
    }

    /** Adds a line that the pod did not print. */
    synchronized void note(String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        append(bytes, new Position(position.bytes() + bytes.length, position.at(), position.lines()));
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            // A line so long that the kubelet sends it in parts has a time before the first only.
            return null;
        }
    }

    private void append(byte[] bytes, Position next) throws IOException {
        if (bytes.length > 0) {
            Files.writeString(read, next.text(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        position = next;
    }

    /**
     * The last position whose bytes are all in the log. Each launcher that died has left at most one that is not; should there be none
     * where it is looked for, all of the log is read again.
     */
    private Position lastPosition() throws IOException {
        long size = Files.exists(log) ? Files.size(log) : 0;
        return RecordFiles.lastLines(read, LOOK_BACK_BYTES).reversed().stream()
                .map(Position::parse)
                .filter(one -> one.bytes() <= size)
                .findFirst()
                .orElse(Position.START);
    }

    /** Takes away what was being written when a launcher died; the pod's log has it still. */
    private void cut() throws IOException {
        if (Files.exists(log)) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(position.bytes());
            }
        } else {
            Files.createFile(log);
        }
        // A torn last line of the record would hide the next.
        try (FileChannel channel =
                FileChannel.open(read, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long begin = Math.max(0, channel.size() - LONGEST_RECORD_BYTES);
            byte[] last = Channels.newInputStream(channel.position(begin)).readNBytes(LONGEST_RECORD_BYTES);
            int end = last.length;
            while (end > 0 && last[end - 1] != '\n') {
                end--;
            }
            channel.truncate(begin + end);
        }
    }
}
