package io.freshet.cli.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last words of a JVM that ended without a reason: what it printed, without the frames of stack traces. */
final class ConsoleTail {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_LINES = 5;

    private ConsoleTail() {}

    /**
     * At most five lines.
     *
     * @param from how long the file was before; what is there by then belongs to somebody else
     */
    static List<String> lines(Path file, long from) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile console = new RandomAccessFile(file.toFile(), "r")) {
            long size = console.length();
            // A file that is shorter than before was emptied by the new process.
            long start = Math.max(size < from ? 0 : from, size - MOST_BYTES);
            byte[] bytes = new byte[(int) (size - start)];
            console.seek(start);
            console.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. ).*"))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size());
        }
    }

    /** How long the file is now; 0 if there is none. */
    static long end(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
