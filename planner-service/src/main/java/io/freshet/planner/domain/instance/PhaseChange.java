package io.freshet.planner.domain.instance;

import io.freshet.contracts.event.InstanceState;

/** What can happen to an instance, as far as its {@link Phase} is concerned. */
sealed interface PhaseChange {
    /** Something that it depends on changed. */
    record Invalidated() implements PhaseChange {}

    /**
     * The first attempt of an evaluation was ordered.
     *
     * @param forced whether somebody asked for it although nothing had changed
     */
    record Launched(boolean forced) implements PhaseChange {}

    /** The attempt failed, and the next was ordered. */
    record Retried(Attempt next) implements PhaseChange {}

    /** The attempt succeeded, and what it made was accepted. */
    record OutputsAccepted(Accepted how) implements PhaseChange {}

    /** The attempt is not waited for any more: it failed for good, or is not wanted. */
    record GivenUp() implements PhaseChange {}

    /** It was decided what became of the instance. */
    record SettledAs(InstanceState state) implements PhaseChange {}

    /** What was accepted does not count any more. */
    record OutputsRetired() implements PhaseChange {}
}
