package io.freshet.planner.domain;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.servicekit.decision.StoreFailedException;
import io.freshet.servicekit.decision.UnitOfWork;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs what concerns one workflow so that its failure costs nothing else. */
final class Isolation {
    /**
     * What failed, all of which is undone.
     *
     * @param kept the event that had been kept for later and was being dealt with; null if it was none
     */
    record Failure(Throwable thrown, @Nullable Event kept) {}

    private final UnitOfWork work;
    private final Planner planner;

    Isolation(UnitOfWork work, Planner planner) {
        this.work = work;
        this.planner = planner;
    }

    /**
     * Runs something once.
     *
     * @return how it failed; empty if it did not, and is to be committed
     * @throws StoreFailedException if a table failed, which concerns all workflows
     */
    Optional<Failure> attempt(WorkflowRef workflow, Runnable decision) {
        try {
            decision.run();
            return Optional.empty();
        } catch (StoreFailedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            Event kept = planner.inHand();
            work.rollback();
            planner.forget(workflow);
            return Optional.of(new Failure(e, kept));
        }
    }

    /** Does something to a workflow of which nothing may be readable: twice, if need be, and then what needs no reading. */
    void insist(WorkflowRef workflow, Runnable reading, Runnable blind) {
        Optional<Failure> failure = attempt(workflow, reading);
        if (failure.isPresent()) {
            failure = attempt(workflow, reading);
        }
        if (failure.isPresent()) {
            blind.run();
        }
    }
}
