package io.freshet.planner.domain;

import io.freshet.planner.domain.Continuation.Paged;
import io.freshet.planner.domain.Continuation.Telling;
import io.freshet.planner.domain.Continuation.Unsettling;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a workflow's decision has left to later steps. Each entry keeps its runs open until it is done. */
final class Agenda {
    static final String WORK = "work";
    static final String SPREAD = "spread";

    private final Backlog<Continuation> work;
    private final Backlog<Continuation> spread;
    private final Runs runs;

    Agenda(State state, Runs runs) {
        this.work = new Backlog<>(state.continuations, state.notes, WORK);
        this.spread = new Backlog<>(state.continuations, state.notes, SPREAD);
        this.runs = runs;
    }

    boolean isOpen() {
        return !work.isEmpty() || !spread.isEmpty();
    }

    void add(Continuation continuation) {
        continuation.runs().forEach(runs::retain);
        switch (continuation) {
            case Unsettling unsettling -> spread.add(unsettling);
            case Paged paged -> work.add(paged);
        }
    }

    /** The next instance to be unsettled, which is no longer on the agenda; null if there is none. */
    @Nullable
    Unsettling takeUnsettling() {
        if (!(spread.first() instanceof Unsettling next)) {
            return null;
        }
        spread.removeFirst();
        next.runs().forEach(runs::release);
        return next;
    }

    /** The work that is under way; null if there is none. */
    @Nullable
    Paged first() {
        return work.first() instanceof Paged paged ? paged : null;
    }

    void goOnWith(Paged rest) {
        work.replaceFirst(rest);
    }

    void firstIsDone() {
        Continuation done = work.first();
        work.removeFirst();
        if (done != null) {
            done.runs().forEach(runs::release);
        }
    }

    /** Gives up everything. */
    void drop() {
        while (takeUnsettling() != null) {
            // Its runs are released.
        }
        while (first() != null) {
            firstIsDone();
        }
    }

    /** What readers of an input have still to be told, the oldest first. */
    List<Telling> tellings(InputModel input) {
        if (work.isEmpty()) {
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
