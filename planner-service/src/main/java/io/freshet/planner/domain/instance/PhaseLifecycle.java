package io.freshet.planner.domain.instance;

import io.freshet.planner.domain.instance.Phase.InFlight;
import io.freshet.planner.domain.instance.Phase.Settled;
import io.freshet.planner.domain.instance.Phase.Unsettled;

/** Which phase follows which. The page {@code docs/reference/instance-phases.md} is drawn from it. */
final class PhaseLifecycle {
    private PhaseLifecycle() {}

    /**
     * The phase after a change.
     *
     * @throws IllegalStateException if this cannot happen in that phase: a fault of the rules, which costs the workflow and not its rows
     */
    static Phase next(Phase phase, PhaseChange change) {
        return switch (phase) {
            case Settled settled -> next(settled, change);
            case Unsettled unsettled -> next(unsettled, change);
            case InFlight inFlight -> next(inFlight, change);
        };
    }

    private static Phase next(Settled settled, PhaseChange change) {
        return switch (change) {
            case PhaseChange.Invalidated _ -> new Unsettled(Accepted.NOTHING);
            case PhaseChange.OutputsRetired _ -> settled;
            case PhaseChange.Launched _,
                    PhaseChange.Retried _,
                    PhaseChange.OutputsAccepted _,
                    PhaseChange.GivenUp _,
                    PhaseChange.SettledAs _ -> throw impossible(settled, change);
        };
    }

    private static Phase next(Unsettled unsettled, PhaseChange change) {
        return switch (change) {
            case PhaseChange.Launched(boolean forced) -> new InFlight(Attempt.first(forced), unsettled.accepted());
            case PhaseChange.SettledAs(var state) -> new Settled(state);
            case PhaseChange.OutputsRetired _ -> new Unsettled(Accepted.NOTHING);
            case PhaseChange.Invalidated _,
                    PhaseChange.Retried _,
                    PhaseChange.OutputsAccepted _,
                    PhaseChange.GivenUp _ -> throw impossible(unsettled, change);
        };
    }

    private static Phase next(InFlight inFlight, PhaseChange change) {
        return switch (change) {
            case PhaseChange.Retried(Attempt next) -> new InFlight(next, inFlight.accepted());
            case PhaseChange.OutputsAccepted(Accepted how) -> new Unsettled(how);
            case PhaseChange.GivenUp _ -> new Unsettled(inFlight.accepted());
            case PhaseChange.OutputsRetired _ -> new InFlight(inFlight.attempt(), Accepted.NOTHING);
            case PhaseChange.Invalidated _, PhaseChange.Launched _, PhaseChange.SettledAs _ ->
                throw impossible(inFlight, change);
        };
    }

    private static IllegalStateException impossible(Phase phase, PhaseChange change) {
        return new IllegalStateException("an instance that is %s cannot be %s".formatted(phase, change));
    }
}
