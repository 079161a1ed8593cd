package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.servicekit.time.Backoff;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProcessWatchesTest {
    private static final long SOON_SECONDS = 20;

    private final ProcessWatches watches = new ProcessWatches(Backoff.ofMillis(1, 2));
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void goes_on_when_there_was_no_file_descriptor_for_a_while() throws Exception {
        watches.follow("a", () -> failUntil(ProcessWatches.TRIES), () -> said.add("given up"));

        assertEquals("ended", next());
        assertEquals(ProcessWatches.TRIES, tries.get());
    }

    @Test
    void gives_up_a_process_that_cannot_be_followed_at_all_once() throws Exception {
        watches.follow("a", () -> failUntil(Integer.MAX_VALUE), () -> said.add("given up"));
        assertEquals("given up", next());

        watches.follow("b", () -> said.add("ended"), () -> said.add("given up"));

        assertEquals("ended", next());
        assertEquals(ProcessWatches.TRIES, tries.get());
    }

    private void failUntil(int number) throws IOException {
        if (tries.incrementAndGet() < number) {
            throw new FileSystemException("exit", null, "Too many open files");
        }
        said.add("ended");
    }

    private String next() throws InterruptedException {
        return said.poll(SOON_SECONDS, TimeUnit.SECONDS);
    }
}
