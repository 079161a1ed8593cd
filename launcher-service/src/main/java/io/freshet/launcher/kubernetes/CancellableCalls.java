package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls of the API server, each of which ends: with its answer, after a limit, or when this is closed. The client library leaves whoever waits
 * for an answer waiting for ever if it is closed before it repeats a request, and if a server falls silent in the middle of an answer.
 * Thread-safe.
 */
final class CancellableCalls implements AutoCloseable {
    private final Duration limit;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("freshet-call-", 0).factory());

    /**
     * @param limit of one call, with all its repetitions
     */
    CancellableCalls(Duration limit) {
        this.limit = limit;
    }

    /**
     * Makes the call and waits for its answer.
     *
     * @throws KubernetesClientException if the call throws it, if it takes too long, or if this is or gets closed
     */
    <T> T make(Supplier<T> call) {
        Future<T> answer;
        try {
            answer = threads.submit(call::get);
        } catch (RejectedExecutionException e) {
            throw new KubernetesClientException("the API server is not asked any more: this launcher is closing", e);
        }
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new KubernetesClientException("a call of the API server failed", e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new KubernetesClientException("the API server has not answered within " + limit, e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted while the API server was asked", e);
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
