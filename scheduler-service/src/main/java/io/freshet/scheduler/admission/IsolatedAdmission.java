package io.freshet.scheduler.admission;

import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.text.ShortText;
import io.freshet.servicekit.decision.StoreFailedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Admission} in which a decision that fails costs one attempt. Each decision is a {@link AdmissionWork}: when it throws, or makes
 * something larger than a record may be, nothing of it is kept. The attempt that was being dealt with is given up: it leaves the queue,
 * and the planner is notified that it failed for good ({@link FailureKind#INVALID}), so that its instance fails with the reason. The decision
 * is then made again without it. An input about which nothing can be decided is rejected.
 *
 * <p>What is in memory is made anew from the tables after a failure, which costs as much as is queued. A failure of a table or of {@link AdmissionWork#commit} is not caught: it concerns all attempts.
 * Neither is the lack of memory. Not thread-safe.
 */
public final class IsolatedAdmission {
    /** How many attempts one decision may cost; beyond that it is no longer their fault. */
    private static final int MOST_GIVEN_UP = 100;

    private static final int LONGEST_REASON = 800;

    private final AdmissionTables tables;
    private final AdmissionPolicy policy;
    private final AdmissionWork work;
    private final RejectionListener listener;
    private Admission admission;
    /** The attempt of the event that is being emitted; null outside of that. */
    private @Nullable String emitting;

    /** Admission with what the tables say at this time. */
    public IsolatedAdmission(AdmissionWork work, AdmissionPolicy policy, RejectionListener listener, Instant now) {
        this.tables = work.tables();
        this.policy = policy;
        this.work = work;
        this.listener = listener;
        this.admission = restored(now);
    }

    private Admission restored(Instant now) {
        return Admission.restored(tables, policy, work::bytes, now);
    }

    /**
     * Takes in what happened.
     *
     * @return why it could not be taken; everything else goes on
     */
    public Optional<Rejection> apply(AdmissionInput input, Instant now) {
        for (int givenUp = 0; ; givenUp++) {
            try {
                emit(admission.apply(input, now));
            } catch (StoreFailedException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                TaskReady culprit = culprit(attemptOf(input));
                if (culprit == null || givenUp == MOST_GIVEN_UP) {
                    return Optional.of(reject(input, e, now));
                }
                giveUp(culprit, e, now);
                continue;
            }
            work.commit();
            return Optional.empty();
        }
    }

    /** Rejects an input, as when something is known to be wrong with it, without deciding about it. */
    public Rejection reject(AdmissionInput input, Throwable failure, Instant now) {
        switch (input) {
            case AdmissionInput.Asked(TaskReady ready) -> giveUp(ready, failure, now);
            case AdmissionInput.Asked(TaskWithdrawn withdrawn) ->
                drop(tables.queued(), List.of(withdrawn.attempt()), now);
            // Their slots are free, whatever else could not be done.
            case AdmissionInput.Ended(List<String> attempts) -> drop(tables.launched(), attempts, now);
            case AdmissionInput.Resized _ -> undo(now);
        }
        return new Rejection("admission cannot take it: " + describe(failure), failure);
    }

    /** Admits what is due by now, and goes on where a step was cut short. */
    public void proceed(Instant now) {
        for (int givenUp = 0; ; givenUp++) {
            try {
                emit(admission.proceed(now));
            } catch (StoreFailedException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                TaskReady culprit = culprit(null);
                if (culprit == null || givenUp == MOST_GIVEN_UP) {
                    undo(now);
                    throw e;
                }
                giveUp(culprit, e, now);
                continue;
            }
            work.commit();
            return;
        }
    }

    /** When {@link #proceed} has something to do; empty: not before something happens. */
    public Optional<Instant> nextDue() {
        return admission.nextDue();
    }

    /** What waits in a namespace. Changes nothing. */
    public QueueInfo queue(String namespace, QueueQuery query, Instant now) {
        return admission.queue(namespace, query, now);
    }

    /** All pools in which an attempt runs or waits. */
    public List<QueueInfo.PoolUse> pools(Instant now) {
        return admission.pools(now);
    }

    private void emit(List<Event> events) {
        for (Event event : events) {
            emitting = attemptOf(event);
            work.emit(event);
        }
        emitting = null;
    }

    private static @Nullable String attemptOf(Event event) {
        return switch (event) {
            case LaunchCommand command -> command.attempt();
            case StateChanged change -> change.attempt();
            default -> null;
        };
    }

    private static @Nullable String attemptOf(AdmissionInput input) {
        return switch (input) {
            case AdmissionInput.Asked(var command) -> command.attempt();
            case AdmissionInput.Ended _, AdmissionInput.Resized _ -> null;
        };
    }

    /**
     * The attempt that was being dealt with, if it was queued before the decision that failed, which is undone.
     *
     * @param own the attempt that the input is about, which is another matter
     */
    private @Nullable TaskReady culprit(@Nullable String own) {
        String attempt = emitting == null ? admission.inHand() : emitting;
        emitting = null;
        work.rollback();
        if (attempt == null || attempt.equals(own)) {
            return null;
        }
        Queued queued = tables.queued().get(attempt);
        return queued == null ? null : queued.ready();
    }

    /** Takes an attempt out of the queue, and lets its instance fail. */
    private void giveUp(TaskReady ready, Throwable failure, Instant now) {
        work.rollback();
        boolean reported = report(ready, failure, now);
        tables.queued().delete(ready.attempt());
        work.commit();
        admission = restored(now);
        listener.givenUp(ready, reported, failure);
    }

    private boolean report(TaskReady ready, Throwable failure, Instant now) {
        try {
            work.emit(new AttemptFinished(
                    ready.instance(),
                    ready.attempt(),
                    ready.number(),
                    ready.run(),
                    ready.work().actionKey(),
                    new Outcome.Failed(
                            FailureKind.INVALID,
                            "The scheduler cannot launch this attempt: %s. Other attempts go on. Deploy the workflow with what is wrong changed, or report this as a fault of Freshet."
                                    .formatted(describe(failure)),
                            null),
                    Usage.UNKNOWN,
                    null,
                    ready.trace(),
                    now));
            return true;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            work.rollback();
            return false;
        }
    }

    private void drop(Table<?> table, List<String> attempts, Instant now) {
        work.rollback();
        attempts.forEach(table::delete);
        work.commit();
        admission = restored(now);
    }

    private void undo(Instant now) {
        work.rollback();
        admission = restored(now);
    }

    private static String describe(Throwable failure) {
        String message = failure instanceof BoundExceededException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return ShortText.of(message, LONGEST_REASON);
    }
}
