package io.freshet.planner.domain.instance;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.planner.domain.run.CriticalPath;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task instance. Its inputs are not in it: they are the edges below its keys, and {@code waits.pending} is the number of the
 * unsettled ones.
 *
 * @param dirt what happened since the last launch
 * @param path what it had to wait for since it became unsettled, as {@link CriticalPath} writes it; empty if for nothing
 */
public record Instance(Phase phase, Waits waits, DirtyFlags dirt, ActionHistory history, String path) {
    /**
     * An instance that has never been.
     *
     * @param generation what its evaluations count from, different for each deployment
     */
    public static Instance fresh(long generation, int pending) {
        return new Instance(
                new Phase.Settled(InstanceState.PENDING),
                new Waits(pending, 0),
                DirtyFlags.NEW,
                new ActionHistory(generation, null, null, false),
                "");
    }

    /** As last decided. */
    public InstanceState state() {
        return phase.state();
    }

    /** Whether nothing more happens until something changes. */
    public boolean settled() {
        return phase instanceof Phase.Settled;
    }

    /** The attempt that is waited for; null if none is in flight. */
    public @Nullable Attempt attempt() {
        return phase.attempt();
    }

    public Accepted accepted() {
        return phase.accepted();
    }

    public int pending() {
        return waits.pending();
    }

    public int holds() {
        return waits.holds();
    }

    public long evaluation() {
        return history.evaluation();
    }

    @Nullable
    public Fingerprint lastKey() {
        return history.lastKey();
    }

    @Nullable
    public Fingerprint triedKey() {
        return history.triedKey();
    }

    public boolean holdsOutputs() {
        return history.holdsOutputs();
    }

    /** Whether its outputs are not what they should be. */
    public boolean isBad() {
        return phase instanceof Phase.Settled(InstanceState state)
                && switch (state) {
                    case FAILED, BLOCKED, CANCELLED -> true;
                    case PENDING, WAITING, SKIPPED, READY, ADMITTED, RUNNING, RETRYING, SUCCEEDED -> false;
                };
    }

    /** How readers of its outputs see it. */
    public Upstream upstream() {
        if (!settled()) {
            return Upstream.UNSETTLED;
        }
        return isBad() ? Upstream.BAD : Upstream.SETTLED;
    }

    public boolean canBeEvaluated() {
        return phase instanceof Phase.Unsettled && waits.isNothing();
    }

    /** Whether nothing changed since the launch, and nothing is about to. */
    public boolean isCurrent() {
        return waits.isNothing() && !dirt.sinceLaunch();
    }

    /** The id of an attempt of the present evaluation. */
    public String attemptId(InstanceRef ref, Attempt ofEvaluation) {
        return DerivedId.attempt(ref, evaluation(), ofEvaluation.number());
    }

    /** Why an evaluation of the action is due. */
    public LaunchReason reasonToRun(Fingerprint key) {
        if (dirt.forced()) {
            return LaunchReason.FORCED;
        }
        if (triedKey() == null) {
            return LaunchReason.NEW;
        }
        if (dirt.code()) {
            return LaunchReason.CODE_CHANGED;
        }
        return key.equals(triedKey()) ? LaunchReason.RERUN : LaunchReason.INPUT_CHANGED;
    }

    /** It was settled, and something it depends on changed. */
    public Instance invalidated() {
        return after(new PhaseChange.Invalidated());
    }

    public Instance settledAs(InstanceState next) {
        return after(new PhaseChange.SettledAs(next));
    }

    public Instance launched(Fingerprint key) {
        return new Instance(
                PhaseLifecycle.next(phase, new PhaseChange.Launched(dirt.forced())),
                waits,
                DirtyFlags.NEW,
                history.launched(key),
                path);
    }

    public Instance retrying(Attempt next) {
        return after(new PhaseChange.Retried(next));
    }

    /** The attempt succeeded and its outputs were accepted. */
    public Instance accepted(Accepted how) {
        Phase next = PhaseLifecycle.next(phase, new PhaseChange.OutputsAccepted(how));
        return new Instance(next, waits, dirt.withoutOwed(), history.succeeded(), path);
    }

    /**
     * What it had made was taken away, or is of no success any more.
     *
     * @param kept whether rows of it may be left
     */
    public Instance retired(boolean kept) {
        Phase next = PhaseLifecycle.next(phase, new PhaseChange.OutputsRetired());
        return new Instance(next, waits, dirt.withOwed(), history.retired(kept), path);
    }

    /** The attempt is not waited for any more; what it was to do remains owed. */
    public Instance givenUp() {
        Attempt attempt = attempt();
        boolean forced = attempt != null && attempt.forced();
        return after(new PhaseChange.GivenUp()).with(dirt.withForced(forced));
    }

    /** As {@link #givenUp}, and nobody wants it made anew any more. */
    public Instance cancelled() {
        Instance givenUp = givenUp();
        return givenUp.with(givenUp.dirt().withoutForced());
    }

    /** There may be rows of what it, or another in its place, has made. */
    public Instance holdingOutputs() {
        return new Instance(phase, waits, dirt, history.holdingOutputs(), path);
    }

    public Instance withCounts(int pending, int holds) {
        return new Instance(phase, new Waits(pending, holds), dirt, history, path);
    }

    public Instance with(DirtyFlags next) {
        return new Instance(phase, waits, next, history, path);
    }

    public Instance withPath(String next) {
        return new Instance(phase, waits, dirt, history, next);
    }

    private Instance after(PhaseChange change) {
        return new Instance(PhaseLifecycle.next(phase, change), waits, dirt, history, path);
    }
}
