package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.ProcessEnd;
import io.freshet.launcher.domain.StartedProcess;
import io.freshet.launcher.pod.DelayReports;
import io.freshet.launcher.pod.PodObservation;
import io.freshet.launcher.pod.PodWaits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports what becomes of an attempt's pod, each thing once, whatever of it is seen, how often, and in which order. Thread-safe.
 */
final class PodAttempt {
    /** What the attempt needs done outside of this class. */
    interface Actions {
        /** The command runs: read its log. */
        void follow(PodAttempt attempt);

        /** The command ended: read the rest of its log, then call {@link #logRead}. */
        void readRest(PodAttempt attempt);

        /** Ask the pod to end. */
        void delete(PodAttempt attempt);
    }

    private final String name;
    private final Consumer<Occurrence> occurrences;
    private final Actions actions;
    private final PodWaits.Measured waits;
    private final DelayReports delays = new DelayReports();
    /** Whether its command cannot have begun without our seeing it. */
    private boolean watchedFromStart;

    private boolean stopping;
    private @Nullable StartedProcess started;
    private PodObservation.@Nullable Over over;
    private boolean reported;

    /**
     * @param name of the pod, and the attempt's id
     * @param steady a clock that nobody sets
     * @param isNew whether its pod is made only now
     */
    PodAttempt(String name, Consumer<Occurrence> occurrences, Actions actions, InstantSource steady, boolean isNew) {
        this.watchedFromStart = isNew;
        this.name = name;
        this.occurrences = occurrences;
        this.actions = actions;
        this.waits = new PodWaits.Measured(steady);
    }

    String name() {
        return name;
    }

    /** Whether it is to end, so that nothing is begun for it any more. */
    synchronized boolean isStopping() {
        return stopping;
    }

    /** Whether it is known how it ended, be it reported or not. */
    synchronized boolean isOver() {
        return reported || over != null;
    }

    synchronized void stop() {
        stopping = true;
        if (over == null && !reported) {
            actions.delete(this);
        }
    }

    /** What keeps its command from running. */
    synchronized void waits(String why) {
        if (started == null && !reported && !stopping) {
            delays.next(why, waits.pending()).ifPresent(due -> occurrences.accept(new Occurrence.Delayed(due)));
        }
    }

    /** How long its pod, as it is seen now, has waited. */
    PodWaits waits(Pod pod) {
        return waits.seen(pod);
    }

    /** There will be no pod. */
    synchronized void refused(FailureKind kind, String message, @Nullable Integer exitCode) {
        if (!reported && started == null) {
            reported = true;
            occurrences.accept(new Occurrence.Refused(kind, message, exitCode));
        }
    }

    /**
     * @param now when what has begun ended, if nothing else says so
     */
    synchronized void seen(PodObservation reading, Instant now) {
        switch (reading) {
            case PodObservation.Waiting(String why) -> {
                watchedFromStart = true;
                waits(why);
            }
            case PodObservation.Unstartable(FailureKind kind, String message, Integer exitCode) -> {
                if (started == null) {
                    refused(kind, message, exitCode);
                } else {
                    // The status has lost what was known, as that of an evicted pod does.
                    over(new PodObservation.Over(started, new ProcessEnd.Failed(kind, message, exitCode), now));
                }
            }
            case PodObservation.Running(StartedProcess process) -> {
                if (started(process)) {
                    actions.follow(this);
                }
            }
            case PodObservation.Over ended -> over(ended);
        }
    }

    /** The pod is no more, and did not say how it ended. */
    synchronized void gone(String message, Instant at) {
        seen(new PodObservation.Unstartable(FailureKind.EVICTED, message, null), at);
    }

    /** All of the log that can be had is in the attempt's directory. */
    synchronized void logRead(long logBytes) {
        PodObservation.Over ended = over;
        if (ended != null && !reported) {
            reported = true;
            occurrences.accept(new Occurrence.Ended(ended.end(), Usage.ofLog(logBytes), ended.at()));
        }
    }

    private void over(PodObservation.Over ended) {
        if (over == null && !reported) {
            var _ = started(ended.process());
            over = ended;
            actions.readRest(this);
        }
    }

    private boolean started(StartedProcess process) {
        if (started != null || reported) {
            return false;
        }
        started = process;
        // The times in a pod are of another machine's clock.
        occurrences.accept(new Occurrence.Started(process, watchedFromStart ? Duration.ZERO : null));
        return true;
    }
}
