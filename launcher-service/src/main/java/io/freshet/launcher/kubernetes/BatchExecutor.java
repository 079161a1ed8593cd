package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.event.FailureKind;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.domain.Occurrence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives attempts of tasks with {@code batch} a pod together, which works through them one after the other; each is told of and ended by itself.
 * All others, and one that finds no company, have a pod of their own. Thread-safe.
 *
 * <p>To which pod an attempt was given is written down before the pod is made. A launcher that finds no such pod takes the attempt back: even if
 * the pod came into being later, it would not begin it.
 */
public final class BatchExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(BatchExecutor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final KubernetesExecutor pods;
    private final PodOrders orders;
    private final BatchPods specs;
    private final BatchFiles files;
    private final InstantSource clock;
    private final Object forming = new Object();
    private final BatchForming waiting = new BatchForming();
    private final Map<String, CompletableFuture<Void>> given = new ConcurrentHashMap<>();
    private final Map<String, PodBatch> batches = new ConcurrentHashMap<>();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("freshet-batch-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("freshet-batch-looks").factory());

    /**
     * @param pods runs them; closed with this
     */
    public BatchExecutor(KubernetesExecutor pods, InstantSource clock) {
        this.pods = pods;
        this.orders = pods.orders();
        this.files = new BatchFiles(orders.root());
        this.specs = new BatchPods(orders.settings(), orders.root().attempts());
        this.clock = clock;
        var _ = timer.scheduleWithFixedDelay(
                () -> work(this::look), BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public String name() {
        return pods.name();
    }

    @Override
    public boolean usesFiles() {
        return pods.usesFiles();
    }

    @Override
    public boolean isTiedToMachine() {
        return pods.isTiedToMachine();
    }

    @Override
    public IdentityAnswer identity(LaunchAttempt launch) {
        return pods.identity(launch);
    }

    @Override
    public void start(LaunchAttempt launch, AttemptView view, Consumer<Occurrence> occurrences) {
        if (!isForBatches(launch)) {
            pods.start(launch, view, occurrences);
            return;
        }
        switch (orders.pod(launch, view)) {
            case PodOrders.Ordered.Refused(String message) ->
                occurrences.accept(new Occurrence.Refused(FailureKind.LAUNCH, message, null));
            case PodOrders.Ordered.Wanted(Pod pod) -> start(new BatchMember(launch, view, pod, occurrences));
        }
    }

    private void start(BatchMember member) {
        try {
            Optional<String> pod = files.podOf(member.attempt());
            if (pod.isEmpty()) {
                gather(member);
            } else if (pod.get().equals(member.attempt())) {
                pods.run(member.pod(), member.occurrences());
            } else {
                goOn(member.attempt(), pod.get(), occurrence -> {
                    if (occurrence instanceof Occurrence.NotBegun) {
                        gather(member);
                    } else {
                        member.occurrences().accept(occurrence);
                    }
                });
            }
        } catch (IOException e) {
            refuse(member, "its record cannot be read: " + e);
        }
    }

    @Override
    public void resume(LaunchAttempt launch, Consumer<Occurrence> occurrences) {
        if (!isForBatches(launch)) {
            pods.resume(launch, occurrences);
            return;
        }
        try {
            Optional<String> pod = batchOf(launch.attempt());
            if (pod.isPresent()) {
                goOn(launch.attempt(), pod.get(), occurrences);
            } else {
                pods.resume(launch, occurrences);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes up an attempt that was given to the pod of a batch; it is told {@code NotBegun} when there is no such pod. */
    private void goOn(String attempt, String pod, Consumer<Occurrence> occurrences) {
        PodBatch made = new PodBatch(pod, files);
        PodBatch known = batches.putIfAbsent(pod, made);
        (known == null ? made : known).join(attempt, occurrence -> {
            if (occurrence instanceof Occurrence.NotBegun) {
                work(() -> takeBack(attempt, pod, occurrences));
            } else {
                occurrences.accept(occurrence);
            }
        });
        if (known == null) {
            pods.resume(pod, occurrence -> {
                if (occurrence instanceof Occurrence.NotBegun) {
                    batches.remove(pod, made);
                }
                made.accept(occurrence);
            });
        }
    }

    private void takeBack(String attempt, String pod, Consumer<Occurrence> occurrences) {
        try {
            files.takeBack(attempt, pod);
            if (!files.isNeeded(pod, attempt)) {
                files.delete(pod);
            }
            occurrences.accept(new Occurrence.NotBegun());
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("attempt", attempt)
                    .setCause(e)
                    .log("An attempt cannot be taken back; trying again");
            var _ = timer.schedule(
                    () -> work(() -> takeBack(attempt, pod, occurrences)),
                    BETWEEN_LOOKS.toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop(String attempt) {
        Optional<BatchMember> waited;
        synchronized (forming) {
            waited = waiting.remove(attempt);
        }
        if (waited.isPresent()) {
            waited.get()
                    .occurrences()
                    .accept(new Occurrence.Refused(
                            FailureKind.CANCELLED, "it was to end before its pod was made", null));
            return;
        }
        // Before it is on record to whom it was given, nobody could be told.
        given.getOrDefault(attempt, CompletableFuture.completedFuture(null)).join();
        try {
            Optional<String> pod = batchOf(attempt);
            PodBatch batch = pod.isEmpty() ? null : batches.get(pod.get());
            if (pod.isEmpty()) {
                pods.stop(attempt);
            } else if (batch == null) {
                // Another launcher's, whose pod sees this.
                files.stop(pod.get(), attempt);
            } else if (batch.stop(attempt)) {
                pods.stop(pod.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an attempt cannot be told to end", e);
        }
    }

    @Override
    public void release(String attempt) throws IOException {
        Optional<String> pod = batchOf(attempt);
        if (pod.isEmpty()) {
            pods.release(attempt);
            files.forget(attempt);
        } else {
            release(attempt, pod.get());
        }
    }

    /** One at a time, so that one of them is the last. */
    private synchronized void release(String attempt, String pod) throws IOException {
        if (!files.isNeeded(pod, attempt)) {
            PodBatch batch = batches.get(pod);
            if (batch == null) {
                work(() -> releasePod(pod));
            } else {
                // Its log is still read; and it ends by itself.
                batch.whenOver(() -> work(() -> releasePod(pod)));
            }
        }
        files.forget(attempt);
    }

    private Optional<String> batchOf(String attempt) throws IOException {
        return files.podOf(attempt).filter(pod -> !pod.equals(attempt));
    }

    private void releasePod(String pod) {
        try {
            batches.remove(pod);
            pods.release(pod);
            files.delete(pod);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("pod", pod).setCause(e).log("The pod of a batch cannot be removed; trying again");
            var _ = timer.schedule(() -> work(() -> releasePod(pod)), 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void keepOnly(Predicate<String> wanted) {
        pods.keepOnly(pod -> wanted.test(pod) || isWanted(pod, wanted));
    }

    private boolean isWanted(String pod, Predicate<String> wanted) {
        try {
            return files.members(pod).stream().anyMatch(wanted);
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
        pods.close();
    }

    private static boolean isForBatches(LaunchAttempt launch) {
        return launch.work().batch() != null && launch.work().batch().max() > 1;
    }

    private void gather(BatchMember member) {
        synchronized (forming) {
            waiting.add(member, clock.instant()).ifPresent(this::give);
        }
    }

    private void look() {
        synchronized (forming) {
            waiting.due(clock.instant()).forEach(this::give);
        }
        batches.values().forEach(PodBatch::look);
    }

    /** Gives a batch its pod. Whoever wants to stop one of them meanwhile waits for that. */
    private void give(List<BatchMember> members) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        members.forEach(member -> given.put(member.attempt(), done));
        work(() -> {
            give(members, done);
            members.forEach(member -> given.remove(member.attempt()));
        });
    }

    private void give(List<BatchMember> members, CompletableFuture<Void> done) {
        try {
            if (members.size() == 1) {
                BatchMember alone = members.getFirst();
                files.give(alone.attempt(), alone.attempt());
                pods.run(alone.pod(), alone.occurrences());
            } else {
                giveTogether(members);
            }
        } catch (IOException e) {
            members.forEach(member -> refuse(member, "its batch cannot be written: " + e));
        } finally {
            done.complete(null);
        }
    }

    private void giveTogether(List<BatchMember> members) throws IOException {
        if (!(orders.identity(members.getFirst().launch()) instanceof IdentityAnswer.Granted(Owner owner))) {
            members.forEach(member -> refuse(member, "its identity is no longer granted"));
            return;
        }
        String pod = BatchPods.name(members);
        PodBatch batch = new PodBatch(pod, files);
        files.write(pod, members, owner);
        batches.put(pod, batch);
        members.forEach(member -> batch.join(member.attempt(), member.occurrences()));
        pods.run(specs.pod(pod, members), batch);
    }

    private static void refuse(BatchMember member, String message) {
        member.occurrences().accept(new Occurrence.Refused(FailureKind.LAUNCH, message, null));
    }

    private void work(Runnable work) {
        try {
            workers.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("Closing: the next launcher goes on with its batches");
        }
    }
}
