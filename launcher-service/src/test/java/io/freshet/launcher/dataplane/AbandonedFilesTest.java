package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbandonedFilesTest {
    @TempDir
    private Path directory;

    @Test
    void a_launcher_that_starts_removes_what_others_left_a_day_ago_and_nothing_that_may_be_in_use() throws IOException {
        Sample sample = new Sample(directory);
        sample.dataPlane();
        Path staging = sample.root.staging();
        Instant longAgo = Sample.NOW.minus(AbandonedFiles.ABANDONED_AFTER).minusSeconds(1);
        Files.writeString(staging.resolve("abandoned"), "half");
        Files.setLastModifiedTime(staging.resolve("abandoned"), FileTime.from(longAgo));
        Files.writeString(staging.resolve("fresh"), "half");
        Files.setLastModifiedTime(staging.resolve("fresh"), FileTime.from(longAgo.plus(Duration.ofSeconds(2))));
        Path other = Files.createDirectory(staging.resolve("launcher-1"));
        Files.writeString(other.resolve("1"), "of another launcher");
        Files.setLastModifiedTime(other, FileTime.from(longAgo));

        sample.dataPlane();

        try (Stream<Path> left = Files.list(staging)) {
            assertEquals(
                    List.of("fresh", "launcher-0", "launcher-1"),
                    left.map(each -> each.getFileName().toString()).sorted().toList());
        }
        assertEquals("of another launcher", Files.readString(other.resolve("1")));
    }
}
