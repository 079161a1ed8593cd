package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.servicekit.decision.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The decisions of a {@link World}, whose rows are in its journal. */
final class PendingWork implements UnitOfWork, FinishListener {
    private final MemoryJournal journal;
    private final boolean mayFail;
    private final Consumer<Event> events;
    private final FinishListener finishes;
    private final List<Runnable> pending = new ArrayList<>();

    /**
     * @param mayFail whether a decision may be dropped, so that nothing that it says is heard before it is whole
     */
    PendingWork(MemoryJournal journal, boolean mayFail, Consumer<Event> events, FinishListener finishes) {
        this.journal = journal;
        this.mayFail = mayFail;
        this.events = events;
        this.finishes = finishes;
    }

    @Override
    public void emit(Event event) {
        journal.access();
        if (mayFail) {
            pending.add(() -> events.accept(event));
        } else {
            events.accept(event);
        }
    }

    @Override
    public void finished(AttemptFinished finished, boolean counts) {
        pending.add(() -> finishes.finished(finished, counts));
    }

    @Override
    public void commit() {
        journal.commit();
        List<Runnable> whole = List.copyOf(pending);
        pending.clear();
        boolean deciding = journal.isDeciding();
        journal.deciding(false);
        whole.forEach(Runnable::run);
        journal.deciding(deciding);
    }

    @Override
    public void rollback() {
        journal.rollback();
        pending.clear();
    }
}
