package io.freshet.launcher.process;

import io.freshet.launcher.attempt.RecordFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the wrapper leaves when the command has ended: its status, and then what the shell's {@code times} says. It counts as soon as its
 * first line is whole.
 *
 * @param cpuMillis null if it is unknown
 */
record ExitFile(int status, @Nullable Long cpuMillis, Instant at) {
    private static final int MOST_BYTES = 1024;
    private static final Pattern TIME = Pattern.compile("(\\d+)m(\\d+)[.,](\\d{2,3})\\d*s");

    static Optional<ExitFile> read(Path file) throws IOException {
        Optional<byte[]> content = RecordFiles.read(file, MOST_BYTES);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(content.get(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        return Optional.of(new ExitFile(
                Integer.parseInt(text.substring(0, end)),
                cpuMillis(text.lines().skip(1).toList()),
                Files.getLastModifiedTime(file).toInstant()));
    }

    private static @Nullable Long cpuMillis(List<String> lines) {
        boolean isKnown = false;
        long millis = 0;
        for (String line : lines) {
            Matcher time = TIME.matcher(line);
            while (time.find()) {
                isKnown = true;
                long fraction = Long.parseLong((time.group(3) + "0").substring(0, 3));
                millis += (Long.parseLong(time.group(1)) * 60 + Long.parseLong(time.group(2))) * 1000 + fraction;
            }
        }
        return isKnown ? millis : null;
    }
}
