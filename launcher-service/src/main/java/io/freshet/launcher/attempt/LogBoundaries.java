package io.freshet.launcher.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of the offsets at which the chunks of a log end, one line each. A last line that is not whole does not count. */
record LogBoundaries(Path file) {
    /** Room for two lines, and one that is not whole. */
    private static final int LOOK_BACK_BYTES = 128;

    /** The chunk that was last sent, or about to be. */
    record Last(long begin, long end) {}

    Last last() throws IOException {
        List<String> ends = RecordFiles.lastLines(file, LOOK_BACK_BYTES);
        return switch (ends.size()) {
            case 0 -> new Last(0, 0);
            case 1 -> new Last(0, Long.parseLong(ends.getFirst()));
            default -> new Last(Long.parseLong(ends.get(ends.size() - 2)), Long.parseLong(ends.getLast()));
        };
    }

    void append(long end) throws IOException {
        Files.writeString(file, end + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
