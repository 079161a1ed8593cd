package io.freshet.launcher.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file of the offsets at which the chunks of a log end, one line each. A last line that is not whole does not count. */
record LogBoundaries(Path file) {
    /** The chunk that was last sent, or about to be. */
    record Last(long begin, long end) {}

    Last last() throws IOException {
        List<Long> ends = new ArrayList<>(List.of(0L));
        try {
            String text = Files.readString(file);
            text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Long::valueOf)
                    .forEach(ends::add);
        } catch (NoSuchFileException e) {
            // Nothing was sent.
        }
        int count = ends.size();
        return count == 1 ? new Last(0, 0) : new Last(ends.get(count - 2), ends.get(count - 1));
    }

    void append(long end) throws IOException {
        Files.writeString(file, end + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
