package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancellableCallsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    /** As the client library waits for an answer that does not come. */
    private static Void waitForEver(CountDownLatch waiting) {
        waiting.countDown();
        try {
            return new CompletableFuture<Void>().get();
        } catch (Exception e) {
            throw new KubernetesClientException("broken off", e);
        }
    }

    @Test
    void answers() {
        try (CancellableCalls calls = new CancellableCalls(LONG)) {
            assertEquals("pod", calls.make(() -> "pod"));
        }
    }

    @Test
    void fails_as_the_call_fails() {
        KubernetesClientException failure = new KubernetesClientException("conflict", 409, null);
        try (CancellableCalls calls = new CancellableCalls(LONG)) {
            assertSame(
                    failure,
                    assertThrows(
                            KubernetesClientException.class,
                            () -> calls.make(() -> {
                                throw failure;
                            })));
        }
    }

    @Test
    void lets_nobody_wait_when_it_is_closed() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            CancellableCalls calls = new CancellableCalls(LONG);
            CompletableFuture<Boolean> caller = CompletableFuture.supplyAsync(
                    () -> {
                        assertThrows(KubernetesClientException.class, () -> calls.make(() -> waitForEver(waiting)));
                        return Thread.currentThread().isInterrupted();
                    },
                    callers);
            waiting.await();

            calls.close();

            assertFalse(caller.get(LONG.toSeconds(), TimeUnit.SECONDS), "the caller has other things to finish");
            assertThrows(KubernetesClientException.class, () -> calls.make(() -> "too late"));
        }
    }

    @Test
    void gives_up_after_its_limit() {
        CountDownLatch waiting = new CountDownLatch(1);
        try (CancellableCalls calls = new CancellableCalls(Duration.ofMillis(20))) {
            KubernetesClientException late =
                    assertThrows(KubernetesClientException.class, () -> calls.make(() -> waitForEver(waiting)));

            assertTrue(late.getMessage().contains("PT0.02S"), late::getMessage);
        }
    }

    @Test
    void breaks_off_for_a_caller_that_is_interrupted() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (CancellableCalls calls = new CancellableCalls(LONG)) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    calls.make(() -> waitForEver(waiting));
                } catch (KubernetesClientException e) {
                    interrupted.complete(Thread.currentThread().isInterrupted());
                }
            });
            waiting.await();

            caller.interrupt();

            assertTrue(interrupted.get(LONG.toSeconds(), TimeUnit.SECONDS));
        }
    }
}
