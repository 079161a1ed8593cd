package io.freshet.launcher.batch;

import io.freshet.launcher.kubernetes.PodThreads;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Lets attempts wait for company, and then has them given to a pod, on a thread of its own. Thread-safe. */
final class BatchWindow {
    private final InstantSource clock;
    private final PodThreads workers;
    private final Consumer<List<BatchMember>> give;
    private final BatchAssembler forming = new BatchAssembler();
    private final Map<String, CompletableFuture<Void>> underway = new ConcurrentHashMap<>();

    /**
     * @param give returns when it is on record to which pod each of them was given
     */
    BatchWindow(InstantSource clock, PodThreads workers, Consumer<List<BatchMember>> give) {
        this.clock = clock;
        this.workers = workers;
        this.give = give;
    }

    synchronized void add(BatchMember member) {
        forming.add(member, clock.instant()).ifPresent(this::giveAway);
    }

    /** Time alone may decide. */
    synchronized void assembleDue() {
        forming.due(clock.instant()).forEach(this::giveAway);
    }

    /** Takes back an attempt that waits. If it does not wait any more, returns when it has been given to its pod. */
    Optional<BatchMember> remove(String attempt) {
        CompletableFuture<Void> given;
        synchronized (this) {
            Optional<BatchMember> waited = forming.remove(attempt);
            given = underway.get(attempt);
            if (waited.isPresent() || given == null) {
                return waited;
            }
        }
        given.join();
        return Optional.empty();
    }

    synchronized int waiting() {
        return forming.waiting();
    }

    private void giveAway(List<BatchMember> members) {
        CompletableFuture<Void> given = new CompletableFuture<>();
        members.forEach(member -> underway.put(member.attempt(), given));
        boolean running = workers.now(() -> {
            try {
                give.accept(members);
            } finally {
                done(members, given);
            }
        });
        if (!running) {
            done(members, given);
        }
    }

    private void done(List<BatchMember> members, CompletableFuture<Void> given) {
        members.forEach(member -> underway.remove(member.attempt()));
        given.complete(null);
    }
}
