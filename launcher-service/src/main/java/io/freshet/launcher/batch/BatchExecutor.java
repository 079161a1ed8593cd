package io.freshet.launcher.batch;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.kubernetes.KubernetesExecutor;
import io.freshet.launcher.kubernetes.PodThreads;
import io.freshet.launcher.pod.PodFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives attempts of tasks with {@code batch} a pod together, which works through them one after the other; each is reported and ended by itself.
 * All others, and one that finds no company, have a pod of their own. Thread-safe.
 *
 * <p>To which pod an attempt was given is written down before the pod is made. A launcher that finds no such pod takes the attempt back: even if
 * the pod came into being later, it would not begin it.
 */
public final class BatchExecutor implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(BatchExecutor.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(10);

    private final KubernetesExecutor pods;
    private final PodFactory orders;
    private final BatchPods specs;
    private final BatchFiles files;
    private final Map<String, PodBatch> batches = new ConcurrentHashMap<>();
    private final PodThreads workers = new PodThreads("batch");
    private final BatchWindow gathering;

    /**
     * @param pods runs them; closed with this
     * @param steady a clock that nobody sets, for how long attempts wait for company
     */
    public BatchExecutor(KubernetesExecutor pods, InstantSource steady) {
        this.pods = pods;
        this.orders = pods.orders();
        this.files = new BatchFiles(orders.root());
        this.specs = new BatchPods(orders.settings(), orders.root().attempts());
        this.gathering = new BatchWindow(steady, workers, this::give);
        workers.every(BETWEEN_LOOKS, BETWEEN_LOOKS, this::refresh);
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
            case PodFactory.Ordered.Refused(FailureKind kind, String message) ->
                occurrences.accept(new Occurrence.Refused(kind, message, null));
            case PodFactory.Ordered.Wanted(Pod pod) -> start(new BatchMember(launch, view, pod, occurrences));
        }
    }

    private void start(BatchMember member) {
        try {
            Optional<String> pod = files.podOf(member.attempt());
            if (pod.isEmpty()) {
                gathering.add(member);
            } else if (pod.get().equals(member.attempt())) {
                pods.run(member.pod(), member.occurrences());
            } else {
                goOn(member.attempt(), pod.get(), occurrence -> {
                    if (occurrence instanceof Occurrence.NotBegun) {
                        gathering.add(member);
                    } else {
                        member.occurrences().accept(occurrence);
                    }
                });
            }
        } catch (IOException e) {
            refuse(member, FailureKind.LAUNCH, "its record cannot be read: " + e);
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

    /** Takes up an attempt that was given to the pod of a batch; it receives {@code NotBegun} when there is no such pod. */
    private void goOn(String attempt, String pod, Consumer<Occurrence> occurrences) {
        PodBatch made = new PodBatch(pod, files);
        PodBatch known = batches.putIfAbsent(pod, made);
        (known == null ? made : known).join(attempt, false, occurrence -> {
            if (occurrence instanceof Occurrence.NotBegun) {
                workers.untilDone(() -> {
                    takeBack(attempt, pod);
                    occurrences.accept(occurrence);
                });
            } else {
                occurrences.accept(occurrence);
            }
        });
        if (known == null) {
            pods.resume(pod, made);
        }
    }

    /** One at a time, so that one of them is the last. */
    private synchronized void takeBack(String attempt, String pod) throws IOException {
        files.takeBack(attempt, pod);
        if (!files.isNeeded(pod, attempt)) {
            files.delete(pod);
        }
    }

    @Override
    public void stop(String attempt) {
        Optional<BatchMember> waited = gathering.remove(attempt);
        if (waited.isPresent()) {
            waited.get()
                    .occurrences()
                    .accept(new Occurrence.Refused(
                            FailureKind.CANCELLED, "it was to end before its pod was made", null));
            return;
        }
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
            throw new UncheckedIOException("an attempt cannot be asked to end", e);
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
                releasePod(pod);
            } else {
                // Its log is still read; and it ends by itself.
                batch.whenOver(() -> workers.untilDone(() -> releasePod(pod)));
            }
        }
        files.forget(attempt);
    }

    private Optional<String> batchOf(String attempt) throws IOException {
        return files.podOf(attempt).filter(pod -> !pod.equals(attempt));
    }

    private void releasePod(String pod) throws IOException {
        batches.remove(pod);
        pods.release(pod);
        files.delete(pod);
    }

    @Override
    public void keepOnly(Predicate<String> wanted) {
        pods.keepOnly(pod -> wanted.test(pod) || isWanted(pod, wanted));
        workers.every(BETWEEN_LOOKS, BETWEEN_SWEEPS, () -> removeUnwanted(wanted));
    }

    private boolean isWanted(String pod, Predicate<String> wanted) {
        try {
            return files.members(pod).stream().anyMatch(wanted);
        } catch (IOException e) {
            return true;
        }
    }

    /** A launcher that was killed between releasing the last attempt and its pod has left the batch on record. */
    private void removeUnwanted(Predicate<String> wanted) throws IOException {
        for (String pod : files.known()) {
            if (!batches.containsKey(pod) && !isWanted(pod, wanted)) {
                LOG.atInfo().addKeyValue("pod", pod).log("Removing a batch that nobody waits for");
                releasePod(pod);
            }
        }
    }

    /** How many attempts wait for company. */
    public int waiting() {
        return gathering.waiting();
    }

    @Override
    public void close() {
        workers.close();
        pods.close();
    }

    private static boolean isForBatches(LaunchAttempt launch) {
        return launch.work().batch() != null && launch.work().batch().max() > 1;
    }

    private void refresh() {
        gathering.assembleDue();
        batches.values().forEach(PodBatch::refresh);
        batches.values().removeIf(PodBatch::neverWas);
    }

    private void give(List<BatchMember> members) {
        try {
            if (members.size() == 1) {
                BatchMember alone = members.getFirst();
                files.give(alone.attempt(), alone.attempt());
                pods.run(alone.pod(), alone.occurrences());
            } else {
                giveTogether(members);
            }
        } catch (IOException | RuntimeException e) {
            members.forEach(member -> refuse(member, FailureKind.LAUNCH, "its batch cannot be made: " + e));
        }
    }

    private void giveTogether(List<BatchMember> members) throws IOException {
        if (!(orders.identity(members.getFirst().launch()) instanceof IdentityAnswer.Granted(Owner owner))) {
            members.forEach(member -> refuse(member, FailureKind.DENIED, "its identity is no longer granted"));
            return;
        }
        String pod = BatchPods.name(members);
        PodBatch batch = new PodBatch(pod, files);
        files.write(pod, members, owner);
        batches.put(pod, batch);
        members.forEach(member -> batch.join(member.attempt(), true, member.occurrences()));
        pods.run(specs.pod(pod, members), batch);
    }

    private static void refuse(BatchMember member, FailureKind kind, String message) {
        member.occurrences().accept(new Occurrence.Refused(kind, message, null));
    }
}
