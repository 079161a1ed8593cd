package io.freshet.launcher.batch;

import io.freshet.contracts.event.Usage;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StartedProcess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports what becomes of the attempts of a batch, each thing once, from what its pod has reported and what becomes of the pod. An attempt that joins
 * late, as after a restart, learns what has happened before. Thread-safe.
 */
final class PodBatch implements Consumer<Occurrence> {
    private static final Logger LOG = LoggerFactory.getLogger(PodBatch.class);

    /** An attempt whose end has not been reported. */
    private static final class Open {
        private final Consumer<Occurrence> occurrences;
        private MemberState state;

        Open(Consumer<Occurrence> occurrences, boolean isNew) {
            this.occurrences = occurrences;
            this.state = isNew ? MemberState.WATCHED : MemberState.JOINED;
        }
    }

    private final String pod;
    private final BatchFiles files;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private BatchState state = new BatchState.Ordered();
    private @Nullable Runnable whenOver;
    private long seen = -1;

    PodBatch(String pod, BatchFiles files) {
        this.pod = pod;
        this.files = files;
    }

    String pod() {
        return pod;
    }

    /**
     * Adds an attempt of the batch.
     *
     * @param isNew whether the pod is made only now
     */
    synchronized void join(String attempt, boolean isNew, Consumer<Occurrence> occurrences) {
        open.put(attempt, new Open(occurrences, isNew));
        reportAll();
    }

    /** What becomes of the pod. */
    @Override
    public void accept(Occurrence occurrence) {
        Runnable over = null;
        synchronized (this) {
            state = BatchLifecycle.next(state, occurrence);
            if (occurrence instanceof Occurrence.Delayed) {
                delayed(occurrence);
            } else {
                reportAll();
            }
            if (state instanceof BatchState.Over) {
                over = whenOver;
                whenOver = null;
            }
        }
        if (over != null) {
            over.run();
        }
    }

    private void delayed(Occurrence occurrence) {
        if (state instanceof BatchState.Ordered) {
            open.values().forEach(member -> member.occurrences.accept(occurrence));
        }
    }

    /** Looks whether the pod has reported more. Whatever is wrong with this batch, others are looked at after it. */
    synchronized void refresh() {
        try {
            if (!open.isEmpty() && files.reported(pod) != seen) {
                reportAll();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    /** Whether there is no such pod, and everybody who asked has an answer. */
    synchronized boolean neverWas() {
        return state instanceof BatchState.Over(StartedProcess _, Occurrence.NotBegun _) && open.isEmpty();
    }

    /** An attempt is to end. Returns whether now all that is left is, so that the pod is to end. */
    synchronized boolean stop(String attempt) throws IOException {
        files.stop(pod, attempt);
        Map<String, MemberProgress> turns = files.turns(pod, true);
        if (BatchLifecycle.process(state) == null && !turns.containsKey(attempt)) {
            apply(attempt, BatchLifecycle.stoppedEarly());
        }
        for (String member : files.members(pod)) {
            boolean over = turns.get(member) instanceof MemberProgress.Over;
            if (!over && !files.isStopped(pod, member)) {
                return false;
            }
        }
        return true;
    }

    /** Runs it when the pod has ended, or now if it has. */
    void whenOver(Runnable action) {
        synchronized (this) {
            if (!(state instanceof BatchState.Over)) {
                whenOver = action;
                return;
            }
        }
        action.run();
    }

    private void reportAll() {
        if (state instanceof BatchState.Ordered) {
            return;
        }
        try {
            long size = files.reported(pod);
            Map<String, MemberProgress> turns = files.turns(pod, state instanceof BatchState.Over);
            for (String attempt : List.copyOf(open.keySet())) {
                report(attempt, turns.getOrDefault(attempt, new MemberProgress.Waiting()));
            }
            seen = size;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void failed(Exception failure) {
        seen = -1;
        LOG.atWarn()
                .addKeyValue("pod", pod)
                .setCause(failure)
                .log("The reports of a batch cannot be read; trying again");
    }

    private void report(String attempt, MemberProgress progress) throws IOException {
        Open member = open.get(attempt);
        if (member != null) {
            Usage usage = BatchLifecycle.ends(progress, state) ? Usage.ofLog(files.logBytes(attempt)) : Usage.UNKNOWN;
            apply(attempt, BatchLifecycle.member(member.state, progress, state, pod, usage));
        }
    }

    private void apply(String attempt, BatchLifecycle.Decision decision) {
        Open member = decision.next() == MemberState.CLOSED ? open.remove(attempt) : open.get(attempt);
        if (member != null) {
            member.state = decision.next();
            decision.occurrences().forEach(member.occurrences);
        }
    }
}
