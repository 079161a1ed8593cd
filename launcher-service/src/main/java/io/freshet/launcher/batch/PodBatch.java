package io.freshet.launcher.batch;

import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
        /** Whether its command cannot have begun without our seeing it. */
        private boolean watchedFromStart;

        private boolean started;

        Open(Consumer<Occurrence> occurrences, boolean isNew) {
            this.occurrences = occurrences;
            this.watchedFromStart = isNew;
        }
    }

    private final String pod;
    private final BatchFiles files;
    private final Map<String, Open> open = new LinkedHashMap<>();
    private @Nullable StartedProcess process;
    private @Nullable Occurrence end;
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
        if (occurrence instanceof Occurrence.Delayed) {
            delayed(occurrence);
            return;
        }
        Runnable over = null;
        synchronized (this) {
            if (occurrence instanceof Occurrence.Started(StartedProcess started, var _)) {
                process = started;
            } else {
                end = occurrence;
                over = whenOver;
            }
            reportAll();
        }
        if (over != null) {
            over.run();
        }
    }

    private synchronized void delayed(Occurrence occurrence) {
        if (process == null && end == null) {
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
        return end instanceof Occurrence.NotBegun && open.isEmpty();
    }

    /** An attempt is to end. Returns whether now all that is left is, so that the pod is to end. */
    synchronized boolean stop(String attempt) throws IOException {
        files.stop(pod, attempt);
        Map<String, MemberProgress> turns = files.turns(pod, true);
        if (process == null && !turns.containsKey(attempt)) {
            // Nothing runs yet that could report; and when it does, it sees that the attempt is not to begin.
            close(attempt, notBegun());
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
            if (end == null) {
                whenOver = action;
                return;
            }
        }
        action.run();
    }

    private void reportAll() {
        if (process == null && end == null) {
            return;
        }
        try {
            long size = files.reported(pod);
            Map<String, MemberProgress> turns = files.turns(pod, end != null);
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

    private void report(String attempt, MemberProgress turn) throws IOException {
        switch (turn) {
            case MemberProgress.Waiting() -> {
                waiting(attempt);
                if (end != null) {
                    close(attempt, neverBegan(end));
                }
            }
            case MemberProgress.Skipped() -> close(attempt, notBegun());
            case MemberProgress.Running(Instant since) -> {
                if (end instanceof Occurrence.NotBegun) {
                    close(attempt, end);
                    return;
                }
                started(attempt, since);
                if (end != null) {
                    close(attempt, endedWithPod(attempt, end, since));
                }
            }
            case MemberProgress.Over(Instant since, Instant at, int status, boolean outOfMemory) -> {
                started(attempt, since);
                close(
                        attempt,
                        new Occurrence.Ended(
                                new ProcessEnd.Exited(status, outOfMemory), Usage.ofLog(files.logBytes(attempt)), at));
            }
        }
    }

    private void waiting(String attempt) {
        Open member = open.get(attempt);
        if (member != null) {
            member.watchedFromStart = true;
        }
    }

    private void started(String attempt, Instant since) {
        Open member = open.get(attempt);
        if (member != null && !member.started) {
            member.started = true;
            StartedProcess host = process == null ? new StartedProcess("unknown", pod, "unknown", since) : process;
            // The pod's clock is another machine's.
            member.occurrences.accept(new Occurrence.Started(
                    new StartedProcess(host.host(), pod, host.user(), since),
                    member.watchedFromStart ? Duration.ZERO : null));
        }
    }

    private void close(String attempt, Occurrence last) {
        Open member = open.remove(attempt);
        if (member != null) {
            member.occurrences.accept(last);
        }
    }

    private Occurrence endedWithPod(String attempt, Occurrence podEnd, Instant since) throws IOException {
        Usage usage = Usage.ofLog(files.logBytes(attempt));
        return switch (podEnd) {
            case Occurrence.Ended(ProcessEnd how, Usage _, Instant at) -> new Occurrence.Ended(how, usage, at);
            case Occurrence.Refused(FailureKind kind, String message, Integer status) ->
                new Occurrence.Ended(new ProcessEnd.Failed(kind, message, status), usage, since);
            default -> throw new IllegalStateException("no end of a pod: " + podEnd);
        };
    }

    /** Nothing of the attempt has run, so whatever it was is not its own failure. */
    private static Occurrence neverBegan(Occurrence podEnd) {
        if (podEnd instanceof Occurrence.Ended(ProcessEnd how, Usage _, Instant _)) {
            FailureKind kind = FailureKind.LAUNCH;
            String why = how.toString();
            if (how instanceof ProcessEnd.Failed(FailureKind failed, String message, Integer _)) {
                kind = failed.isInfrastructure() ? failed : FailureKind.LAUNCH;
                why = message;
            } else if (how instanceof ProcessEnd.Exited(int status, boolean outOfMemory)) {
                why = outOfMemory ? "its memory ran out" : "it ended with status " + status;
            }
            return new Occurrence.Refused(
                    kind, "the pod of its batch ended before the turn of this attempt came: " + why, null);
        }
        return podEnd;
    }

    private static Occurrence notBegun() {
        return new Occurrence.Refused(FailureKind.CANCELLED, "it was to end before its turn came", null);
    }
}
