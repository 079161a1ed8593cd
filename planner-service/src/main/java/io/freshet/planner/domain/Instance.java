package io.freshet.planner.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a task instance. Its inputs are not in it: they are the edges below its keys.
 *
 * <p>Invariants: an instance that waits for an attempt is unsettled; {@code pending} is the number of unsettled edges it reads.
 *
 * @param state as last decided
 * @param settled whether nothing more happens until something changes
 * @param pending how many partitions it reads may still be changed by their producers
 * @param holds how many incomplete batches changed something it reads
 * @param attempt the one waited for; null if none is in flight
 * @param accepted what was accepted from it since it was last settled
 * @param evaluation of the last launch; grows over the instance's whole life, also when it is removed and comes again
 * @param lastKey the action key of the last success, whose outputs it has
 * @param triedKey the action key of the last launch
 * @param holdsOutputs whether there may be rows of what it has made
 * @param path what it had to wait for since it became unsettled, as {@link CriticalPath} writes it; empty if for nothing
 */
public record Instance(
        InstanceState state,
        boolean settled,
        int pending,
        int holds,
        DirtyFlags dirt,
        @Nullable Attempt attempt,
        Accepted accepted,
        long evaluation,
        @Nullable Fingerprint lastKey,
        @Nullable Fingerprint triedKey,
        boolean holdsOutputs,
        String path) {
    /** What was accepted since the instance became unsettled. */
    public enum Accepted {
        NOTHING,
        EXECUTED,
        CACHED;

        /** Why the instance then counts as succeeded. */
        Reason reason() {
            return this == CACHED ? Reason.CACHED : Reason.COMPLETED;
        }
    }

    /**
     * An instance that has never been.
     *
     * @param generation what its evaluations count from, different for each deployment
     */
    static Instance fresh(long generation, int pending) {
        return new Instance(
                InstanceState.PENDING,
                true,
                pending,
                0,
                DirtyFlags.NEW,
                null,
                Accepted.NOTHING,
                generation,
                null,
                null,
                false,
                "");
    }

    /** Whether its outputs are not what they should be. */
    boolean isBad() {
        return settled
                && switch (state) {
                    case FAILED, BLOCKED, CANCELLED -> true;
                    case PENDING, WAITING, SKIPPED, READY, ADMITTED, RUNNING, RETRYING, SUCCEEDED -> false;
                };
    }

    /** How readers of its outputs see it. */
    Upstream upstream() {
        if (!settled) {
            return Upstream.UNSETTLED;
        }
        return isBad() ? Upstream.BAD : Upstream.SETTLED;
    }

    boolean canBeEvaluated() {
        return !settled && attempt == null && pending == 0 && holds == 0;
    }

    /** Whether nothing changed since the launch, and nothing is about to. */
    boolean isCurrent() {
        return pending == 0 && holds == 0 && !dirt.sinceLaunch();
    }

    /** The id of an attempt of the present evaluation. */
    String attemptId(InstanceRef ref, Attempt ofEvaluation) {
        return DerivedId.attempt(ref, evaluation, ofEvaluation.number());
    }

    /** Why an evaluation of the action is due. */
    Reason reasonToRun(Fingerprint key) {
        if (dirt.forced()) {
            return Reason.FORCED;
        }
        if (triedKey == null) {
            return Reason.NEW;
        }
        if (dirt.code()) {
            return Reason.CODE_CHANGED;
        }
        return key.equals(triedKey) ? Reason.RERUN : Reason.INPUT_CHANGED;
    }

    Instance invalidated() {
        return new Instance(
                InstanceState.PENDING,
                false,
                pending,
                holds,
                dirt,
                attempt,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    Instance settledAs(InstanceState next) {
        return new Instance(
                next,
                true,
                pending,
                holds,
                dirt,
                null,
                Accepted.NOTHING,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    Instance with(DirtyFlags next) {
        return new Instance(
                state,
                settled,
                pending,
                holds,
                next,
                attempt,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    Instance withCounts(int nextPending, int nextHolds) {
        if (nextPending < 0 || nextHolds < 0) {
            throw new IllegalStateException("counts of an instance fell below zero: " + this);
        }
        return new Instance(
                state,
                settled,
                nextPending,
                nextHolds,
                dirt,
                attempt,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    Instance launched(Fingerprint key) {
        return new Instance(
                InstanceState.READY,
                false,
                pending,
                holds,
                DirtyFlags.NEW,
                Attempt.first(dirt.forced()),
                accepted,
                evaluation + 1,
                lastKey,
                key,
                holdsOutputs,
                path);
    }

    Instance retrying(Attempt next) {
        return new Instance(
                InstanceState.RETRYING,
                false,
                pending,
                holds,
                dirt,
                next,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    /** The attempt succeeded and its outputs were accepted. */
    Instance accepted(Accepted how) {
        return new Instance(
                InstanceState.PENDING,
                false,
                pending,
                holds,
                dirt.withoutOwed(),
                null,
                how,
                evaluation,
                triedKey,
                triedKey,
                true,
                path);
    }

    /**
     * What it had made was taken away, or is of no success any more.
     *
     * @param kept whether rows of it may be left
     */
    Instance retired(boolean kept) {
        return new Instance(
                state,
                settled,
                pending,
                holds,
                dirt.withOwed(),
                attempt,
                Accepted.NOTHING,
                evaluation + 1,
                null,
                null,
                kept,
                path);
    }

    /** There may be rows of what it, or another in its place, has made. */
    Instance holdingOutputs() {
        return new Instance(
                state, settled, pending, holds, dirt, attempt, accepted, evaluation, lastKey, triedKey, true, path);
    }

    /** The attempt is not waited for any more; what it was to do remains owed. */
    Instance givenUp() {
        boolean forced = attempt != null && attempt.forced();
        return new Instance(
                InstanceState.PENDING,
                false,
                pending,
                holds,
                dirt.withForced(forced),
                null,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                path);
    }

    /** As {@link #givenUp}, and nobody wants it made anew any more. */
    Instance cancelled() {
        Instance givenUp = givenUp();
        return givenUp.with(givenUp.dirt().withoutForced());
    }

    Instance withPath(String next) {
        return new Instance(
                state,
                settled,
                pending,
                holds,
                dirt,
                attempt,
                accepted,
                evaluation,
                lastKey,
                triedKey,
                holdsOutputs,
                next);
    }
}
