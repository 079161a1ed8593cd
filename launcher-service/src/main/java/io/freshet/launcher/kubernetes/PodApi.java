package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.pod.PodLabels;
import io.freshet.launcher.pod.TaskPod;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is asked of the API server, never more at once than it should have to bear. A request that fails because the server is away, busy or
 * ill is repeated by the client, which waits longer each time and as long as the server says. When this is closed, every request that is
 * under way fails. Thread-safe.
 */
final class PodApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PodApi.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Longer than all that the client repeats of a request for itself. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNPROCESSABLE = 422;

    /** How admission, authorization and validation answer. */
    private static final Set<Integer> REFUSALS =
            Set.of(HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE);

    /** What came of the wish for a pod. */
    sealed interface Made {
        /** It is there; made now or before. */
        record There(Pod pod) implements Made {}

        /** Not now, but perhaps later. */
        record NotYet(String message) implements Made {}

        /** Never. */
        record Refused(FailureKind kind, String message) implements Made {}
    }

    private final KubernetesClient client;
    private final String namespace;
    private final Semaphore permits;
    private final CancellableCalls calls = new CancellableCalls(LONGEST_CALL);
    private final Set<String> ending = ConcurrentHashMap.newKeySet();

    PodApi(KubernetesClient client, String namespace, int atOnce) {
        this.client = client;
        this.namespace = namespace;
        this.permits = new Semaphore(atOnce, true);
    }

    /** Makes the pod; one of that name that is there already is taken, if it is ours. */
    Made create(Pod pod) {
        try {
            return new Made.There(permitted(
                    () -> client.pods().inNamespace(namespace).resource(pod).create()));
        } catch (KubernetesClientException e) {
            return refused(pod, e);
        }
    }

    private <T> T permitted(Supplier<T> call) {
        permits.acquireUninterruptibly();
        try {
            return calls.make(call);
        } finally {
            permits.release();
        }
    }

    /**
     * Asks for the pod until it is there or refused.
     *
     * @param notYet receives each time the reason why it cannot be made yet
     * @return empty if it was not wanted any more before it was made; {@link Made.NotYet} if it could not be made within the limit
     */
    Optional<Made> createAtLast(Pod pod, BooleanSupplier unwanted, Consumer<String> notYet, Duration limit)
            throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!unwanted.getAsBoolean()) {
            Made made = create(pod);
            if (!(made instanceof Made.NotYet(String message)) || System.nanoTime() > end) {
                return Optional.of(made);
            }
            LOG.atInfo()
                    .addKeyValue("attempt", pod.getMetadata().getName())
                    .addKeyValue("reason", message)
                    .log("A pod cannot be made yet");
            notYet.accept(message);
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
        return Optional.empty();
    }

    private Made refused(Pod pod, KubernetesClientException failure) {
        int code = failure.getCode();
        String message = failure.getStatus() == null
                ? String.valueOf(failure.getMessage())
                : String.valueOf(failure.getStatus().getMessage());
        if (code == HttpURLConnection.HTTP_CONFLICT) {
            return adopt(pod);
        }
        boolean quota = code == HttpURLConnection.HTTP_FORBIDDEN && message.contains("exceeded quota");
        if (quota || code == TOO_MANY_REQUESTS || code >= HttpURLConnection.HTTP_INTERNAL_ERROR || code <= 0) {
            return new Made.NotYet(message);
        }
        return new Made.Refused(
                REFUSALS.contains(code) ? FailureKind.DENIED : FailureKind.LAUNCH,
                "the cluster refused the pod: " + message);
    }

    private Made adopt(Pod wanted) {
        String name = wanted.getMetadata().getName();
        Optional<Pod> found = find(name);
        if (found.isEmpty()) {
            return new Made.NotYet("a pod of the name %s is just being removed".formatted(name));
        }
        boolean ours = PodLabels.attemptOf(found.get()).equals(PodLabels.attemptOf(wanted));
        return ours
                ? new Made.There(found.get())
                : new Made.Refused(
                        FailureKind.LAUNCH, "there is a pod %s already, and it is not ours: remove it".formatted(name));
    }

    /** The pod as the API server knows it now. */
    Optional<Pod> find(String name) {
        return Optional.ofNullable(calls.make(
                () -> client.pods().inNamespace(namespace).withName(name).get()));
    }

    /** The pod as the API server knows it; empty also if it does not answer. */
    Optional<Pod> findNow(String name) {
        try {
            return find(name);
        } catch (KubernetesClientException e) {
            LOG.atDebug().addKeyValue("pod", name).setCause(e).log("The API server does not answer");
            return Optional.empty();
        }
    }

    /** Asks until the API server answers. */
    Optional<Pod> findAtLast(String name) throws InterruptedException {
        while (true) {
            try {
                return find(name);
            } catch (KubernetesClientException e) {
                LOG.atWarn().addKeyValue("pod", name).setCause(e).log("The API server does not answer; asking again");
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    /** Ends a pod: its processes are asked to end, and ended after the grace. Nothing is asked for while that has been, without an answer. */
    void delete(String name, Duration grace) {
        if (!ending.add(name)) {
            return;
        }
        try {
            var _ = permitted(() -> client.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .withGracePeriod(grace.toSeconds())
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete());
        } finally {
            ending.remove(name);
        }
    }

    /** Removes a pod whose end is known, with our finalizer. */
    void release(Pod pod) {
        PodResource known =
                client.pods().inNamespace(namespace).withName(pod.getMetadata().getName());
        String finalizers = "{\"metadata\":{\"finalizers\":%s}}".formatted(otherFinalizers(pod));
        try {
            var _ = permitted(() -> {
                Pod released = known.patch(PatchContext.of(PatchType.JSON_MERGE), finalizers);
                return isGoneWithoutFinalizer(pod)
                        ? released
                        : known.withGracePeriod(0).delete();
            });
        } catch (KubernetesClientException e) {
            // Gone already is as good.
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    /** Every request that waits, and every later one, fails. */
    @Override
    public void close() {
        calls.close();
    }

    /** One that is being deleted and that no kubelet has heard of waits for nothing else. */
    private static boolean isGoneWithoutFinalizer(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null && pod.getSpec().getNodeName() == null;
    }

    private static String otherFinalizers(Pod pod) {
        // What was set to null by a patch may come as null.
        List<String> others = Stream.ofNullable(pod.getMetadata().getFinalizers())
                .flatMap(List::stream)
                .filter(finalizer -> !finalizer.equals(TaskPod.FINALIZER))
                .map(finalizer -> '"' + finalizer + '"')
                .toList();
        return others.isEmpty() ? "null" : others.toString();
    }
}
