package io.freshet.planner.domain;

import io.freshet.planner.domain.Continuation.Forgetting;
import io.freshet.planner.domain.Continuation.Listing;
import io.freshet.planner.domain.Continuation.Paged;
import io.freshet.planner.domain.Continuation.Telling;
import io.freshet.planner.domain.Continuation.Unsettling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a workflow's decision has left to later steps. Each entry keeps its runs open until it is done. */
final class Agenda {
    static final String WORK = "work";
    static final String SPREAD = "spread";

    /** The queue of what removes the workflow; while there is anything in it, nothing else is done. */
    static final String REMOVAL = "removal";

    private final Backlog<Continuation> work;
    private final Backlog<Continuation> spread;
    private final Backlog<Continuation> removal;
    private final Notes notes;
    private final Runs runs;

    Agenda(State state, Notes notes, Runs runs) {
        this.work = new Backlog<>(state.continuations, state.notes, WORK);
        this.spread = new Backlog<>(state.continuations, state.notes, SPREAD);
        this.removal = new Backlog<>(state.continuations, state.notes, REMOVAL);
        this.notes = notes;
        this.runs = runs;
    }

    boolean isOpen() {
        return !work.isEmpty() || !spread.isEmpty() || isRemoving();
    }

    boolean isRemoving() {
        return !removal.isEmpty();
    }

    /** Whether what instances there are and what they read is being made anew, so that counts are not what they will be. */
    boolean isRestructuring() {
        return isRemoving() || work.all().stream().anyMatch(Continuation::isStructural);
    }

    /** Work of the removal of the workflow, which no run waits for. */
    void addRemoval(Paged paged) {
        removal.add(paged);
    }

    /** Gives up everything but a removal; the rows stay, to be cleared. */
    void abandon() {
        work.abandon();
        spread.abandon();
    }

    void add(Continuation continuation) {
        continuation.runs().forEach(runs::retain);
        switch (continuation) {
            case Unsettling unsettling -> spread.add(unsettling);
            // After what makes anew who reads what.
            case Forgetting forgetting -> work.add(forgetting);
            case Listing listing -> work.add(listing);
            case Paged paged -> {
                work.add(paged);
                if (paged instanceof Telling) {
                    notes.tellings(1);
                }
            }
        }
    }

    /** The next instance to be unsettled, which is no longer on the agenda; null if there is none. */
    @Nullable
    Unsettling takeUnsettling() {
        if (isRemoving() || !(spread.first() instanceof Unsettling next)) {
            return null;
        }
        spread.removeFirst();
        next.runs().forEach(runs::release);
        return next;
    }

    /** The work that is under way; null if there is none. */
    @Nullable
    Continuation first() {
        return queue().first();
    }

    void goOnWith(Continuation rest) {
        queue().replaceFirst(rest);
    }

    void firstIsDone() {
        Backlog<Continuation> queue = queue();
        Continuation done = queue.first();
        queue.removeFirst();
        if (done instanceof Telling) {
            notes.tellings(-1);
        }
        if (done != null) {
            done.runs().forEach(runs::release);
        }
    }

    private Backlog<Continuation> queue() {
        return isRemoving() ? removal : work;
    }

    /** What readers of an input have still to be told, the oldest first. */
    List<Telling> tellings(InputModel input) {
        if (!notes.hasTellings()) {
            return List.of();
        }
        return work.all().stream()
                .filter(Telling.class::isInstance)
                .map(Telling.class::cast)
                .filter(telling ->
                        telling.task().equals(input.task()) && telling.input().equals(input.name()))
                .toList();
    }
}
