package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.text.DurationText;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodFactory;
import io.freshet.launcher.pod.PodLabels;
import io.freshet.launcher.pod.PodObservation;
import io.freshet.launcher.pod.PodStatusReader;
import io.freshet.launcher.pod.PodTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each attempt as a bare pod whose name is the attempt's id: making it again finds it made. The pod keeps a finalizer until its finish
 * is on the log, so that its end cannot be missed. Thread-safe.
 */
public final class KubernetesExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(KubernetesExecutor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(30);
    private static final Duration ENDING = Duration.ofSeconds(60);

    private final KubernetesClient client;
    private final KubernetesSettings settings;
    private final PodFactory orders;
    private final PodStatusReader reader;
    private final PodApi requests;
    private final InstantSource clock;
    private final InstantSource steady;
    private final Map<String, PodAttempt> attempts = new ConcurrentHashMap<>();
    private final Map<String, PodLog> logs = new ConcurrentHashMap<>();
    private final PodThreads workers = new PodThreads("pod");
    private final OrphanedPods orphaned;
    private final PodWatch watch;

    /**
     * Begins to watch the launcher's pods.
     *
     * @param client is closed with this
     * @param steady a clock that nobody sets, for how long pods wait
     */
    public KubernetesExecutor(
            KubernetesClient client,
            KubernetesSettings settings,
            PodFactory orders,
            InstantSource clock,
            InstantSource steady) {
        this.client = client;
        this.settings = settings;
        this.orders = orders;
        this.clock = clock;
        this.steady = steady;
        this.orphaned = new OrphanedPods(steady);
        this.reader = new PodStatusReader(new PodTimeouts(settings.pendingLimit(), ENDING));
        this.requests = new PodApi(client, settings.namespace(), settings.requests());
        this.watch = new PodWatch(client, settings, this::seen, this::gone);
        workers.every(BETWEEN_LOOKS, BETWEEN_LOOKS, this::recheck);
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public boolean usesFiles() {
        return true;
    }

    @Override
    public boolean isTiedToMachine() {
        return false;
    }

    @Override
    public IdentityAnswer identity(LaunchAttempt launch) {
        return orders.identity(launch);
    }

    @Override
    public void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> occurrences) {
        switch (orders.pod(launch, view)) {
            case PodFactory.Ordered.Refused(FailureKind kind, String message) ->
                occurrences.accept(new Occurrence.Refused(kind, message, null));
            case PodFactory.Ordered.Wanted(Pod pod) -> run(pod, occurrences);
        }
    }

    /** Makes a pod, or finds it made. */
    public void run(Pod pod, Consumer<Occurrence> occurrences) {
        PodAttempt attempt = register(pod.getMetadata().getName(), occurrences, true);
        workers.untilDone(() -> create(attempt, pod));
    }

    @Override
    public void resume(LaunchAttempt launch, Consumer<Occurrence> occurrences) {
        resume(launch.attempt(), occurrences);
    }

    public void resume(String name, Consumer<Occurrence> occurrences) {
        workers.untilDone(() -> {
            watch.awaitSynced();
            Optional<Pod> pod = requests.findAtLast(name);
            if (pod.isEmpty()) {
                occurrences.accept(new Occurrence.NotBegun());
            } else {
                seen(register(name, occurrences, false), pod.get());
            }
        });
    }

    public PodFactory orders() {
        return orders;
    }

    @Override
    public void stop(String attempt) {
        PodAttempt known = attempts.get(attempt);
        if (known != null) {
            known.stop();
        } else if (watch.find(attempt).isPresent()) {
            // Another launcher's, which sees its pod end.
            workers.now(() -> requests.delete(attempt, settings.grace()));
        }
    }

    @Override
    public void release(String attempt) throws IOException {
        attempts.remove(attempt);
        logs.remove(attempt);
        try {
            watch.find(attempt)
                    .or(() -> requests.find(attempt))
                    .filter(pod -> PodLabels.attemptOf(pod).isPresent())
                    .ifPresent(requests::release);
        } catch (KubernetesClientException e) {
            throw new IOException("the pod %s cannot be removed".formatted(attempt), e);
        }
    }

    @Override
    public void keepOnly(Predicate<String> wanted) {
        workers.every(BETWEEN_LOOKS, BETWEEN_SWEEPS, () -> removeUnwanted(wanted));
    }

    @Override
    public void close() {
        workers.breakOff();
        requests.close();
        watch.close();
        client.close();
    }

    private PodAttempt register(String name, Consumer<Occurrence> occurrences, boolean isNew) {
        PodAttempt attempt = new PodAttempt(name, occurrences, new Actions(), steady, isNew);
        attempts.put(name, attempt);
        return attempt;
    }

    private void create(PodAttempt attempt, Pod pod) throws InterruptedException {
        Optional<PodApi.Made> made = requests.createAtLast(
                pod,
                attempt::isStopping,
                message -> attempt.waits("the cluster does not take its pod yet: " + message),
                settings.pendingLimit());
        if (made.isEmpty()) {
            attempt.refused(FailureKind.CANCELLED, "it was to end before its pod was made", null);
            return;
        }
        switch (made.get()) {
            case PodApi.Made.There(Pod there) -> {
                seen(attempt, there);
                if (attempt.isStopping()) {
                    requests.delete(attempt.name(), settings.grace());
                }
            }
            case PodApi.Made.Refused(FailureKind kind, String message) -> attempt.refused(kind, message, null);
            case PodApi.Made.NotYet(String message) ->
                attempt.refused(
                        FailureKind.LAUNCH,
                        "the pod could not be made within %s: %s"
                                .formatted(DurationText.format(settings.pendingLimit()), message),
                        null);
        }
    }

    private void seen(Pod pod) {
        PodLabels.attemptOf(pod).map(attempts::get).ifPresent(attempt -> seen(attempt, pod));
    }

    private void seen(PodAttempt attempt, Pod pod) {
        Instant now = clock.instant();
        attempt.seen(reader.read(pod, now, attempt.waits(pod)), now);
    }

    private void gone(Pod pod) {
        PodLabels.attemptOf(pod).map(attempts::get).ifPresent(attempt -> {
            seen(attempt, pod);
            attempt.gone("somebody removed its pod, with the finalizer that keeps it", clock.instant());
        });
    }

    /** Time alone may decide: what waits for too long never starts. And a wish that a pod end may have got lost. */
    private void recheck() {
        for (PodAttempt attempt : attempts.values()) {
            Optional<Pod> pod = attempt.isOver() ? Optional.empty() : watch.find(attempt.name());
            pod.ifPresent(known -> recheck(attempt, known));
        }
    }

    private void recheck(PodAttempt attempt, Pod known) {
        PodObservation reading = reader.read(known, clock.instant(), attempt.waits(known));
        if (reading.isEnd()) {
            // Either only time has passed, or the watch lags; before anything ends for it, the server itself is asked.
            requests.findNow(attempt.name()).ifPresent(now -> seen(attempt, now));
        } else if (reading instanceof PodObservation.Waiting(String why) && !attempt.isStopping()) {
            attempt.waits(why);
        } else if (attempt.isStopping() && known.getMetadata().getDeletionTimestamp() == null) {
            attempt.stop();
        }
    }

    /** Whether all pods that there were at the start are known. */
    boolean isSynced() {
        return watch.isSynced();
    }

    /** Also what launchers have left that will never run again: whoever sees such a pod removes it. */
    void removeUnwanted(Predicate<String> wanted) throws IOException {
        if (!watch.isSynced()) {
            return;
        }
        Set<String> known = orders.launchers();
        Set<String> there = new HashSet<>();
        for (Pod pod : watch.all()) {
            Optional<String> attempt = PodLabels.attemptOf(pod);
            if (attempt.isPresent() && isUnwanted(pod, attempt.get(), wanted, known)) {
                LOG.atInfo().addKeyValue("attempt", attempt.get()).log("Removing a pod that nobody waits for");
                requests.release(pod);
            }
            there.add(pod.getMetadata().getName());
        }
        orphaned.retain(there);
    }

    private boolean isUnwanted(Pod pod, String attempt, Predicate<String> wanted, Set<String> launchers) {
        if (PodLabels.isOf(pod, settings.launcher())) {
            return !attempts.containsKey(attempt) && !wanted.test(attempt);
        }
        // Those of launchers that never had this storage root belong to another installation.
        return launchers.stream().anyMatch(launcher -> PodLabels.isOf(pod, launcher))
                && orphaned.isOrphaned(pod.getMetadata().getName(), wanted.test(attempt));
    }

    /** Called one at a time for one attempt. */
    private final class Actions implements PodAttempt.Actions {
        @Override
        public void follow(PodAttempt attempt) {
            var _ = log(attempt);
        }

        @Override
        public void readRest(PodAttempt attempt) {
            log(attempt).end();
        }

        private PodLog log(PodAttempt attempt) {
            return logs.computeIfAbsent(attempt.name(), name -> {
                PodLog log = new PodLog(client, settings.namespace(), name, orders.log(name));
                workers.now(() -> attempt.logRead(log.read()));
                return log;
            });
        }

        @Override
        public void delete(PodAttempt attempt) {
            workers.now(() -> requests.delete(attempt.name(), settings.grace()));
        }
    }
}
