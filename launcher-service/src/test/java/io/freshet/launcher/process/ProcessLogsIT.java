package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.launcher.attempt.Rig;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logs of real processes. */
class ProcessLogsIT {
    @TempDir
    Path directory;

    @AutoClose
    Rig rig;

    @BeforeEach
    void begin() throws IOException {
        rig = Rig.forEveryUser(directory);
    }

    @Test
    void keeps_a_log_that_is_no_text() throws Exception {
        rig.start();

        AttemptFinished finish = rig.run(rig.shell("binary", "printf 'a\\377\\376\\0b\\303\\251\\303'"));

        assertEquals("a\ufffd\ufffd\0bé\ufffd", rig.reports.log());
        assertEquals(8, finish.usage().logBytes());
        assertTrue(rig.reports.chunks.getLast().last());
    }

    @Test
    void tells_no_more_of_a_huge_log_than_allowed() throws Exception {
        rig.logLimit = 300_000;
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("huge", "head -c 50000000 /dev/zero | tr '\\0' x"));

        rig.attempts().launch(order);

        rig.awaitIdle();
        LogChunk gap = rig.reports.chunks.stream()
                .filter(chunk -> chunk.text().contains("[freshet]"))
                .findFirst()
                .orElseThrow();
        assertEquals(150_000, gap.offset());
        assertTrue(gap.text().contains("49700000 bytes"), gap.text());
        assertEquals(
                300_001, rig.reports.chunks.stream().mapToLong(LogChunk::bytes).sum());
        LogChunk end = rig.reports.chunks.getLast();
        assertEquals(50_000_000, end.offset() + end.bytes());
        assertTrue(end.last());
        assertEquals(50_000_000, Files.size(rig.directory(order).resolve("log")));
        assertTrue(rig.reports.chunks.stream().allMatch(chunk -> chunk.bytes() <= LogChunk.MAX_BYTES));
    }

    @Test
    void tells_a_log_while_it_is_written() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("slow", "echo one; sleep 600"));
        rig.attempts().launch(order);

        Eventually.eventually(Rig.PATIENCE, () -> rig.reports.log(), "one\n"::equals);

        rig.attempts().cancel(Rig.cancel(order));
        rig.awaitIdle();
        assertEquals(1, rig.reports.chunks.stream().filter(LogChunk::last).count());
    }
}
