package io.freshet.launcher.kubernetes;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodThreadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMillis(1);

    private final PodThreads workers = new PodThreads("test");

    @AfterEach
    void stop() {
        workers.breakOff();
    }

    @Test
    void does_not_begin_again_what_has_not_ended() {
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger ticks = new AtomicInteger();
        Semaphore mayEnd = new Semaphore(0);
        workers.every(OFTEN, OFTEN, () -> {
            begun.incrementAndGet();
            mayEnd.acquire();
        });
        workers.every(OFTEN, OFTEN, ticks::incrementAndGet);

        eventually(PATIENCE, ticks::get, count -> count > 20);

        assertEquals(1, begun.get());
        mayEnd.release();
        eventually(PATIENCE, begun::get, count -> count == 2);
    }

    @Test
    void goes_on_with_what_failed_once() {
        AtomicInteger begun = new AtomicInteger();
        workers.every(OFTEN, OFTEN, () -> {
            begun.incrementAndGet();
            throw new IOException("the server is away");
        });

        eventually(PATIENCE, begun::get, count -> count > 2);
    }
}
