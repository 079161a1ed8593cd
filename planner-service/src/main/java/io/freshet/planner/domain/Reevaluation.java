package io.freshet.planner.domain;

/** An attempt ended, and its end is not the last word: the instance is evaluated again. */
record Reevaluation(InstanceEvents events, Propagation propagation) {
    void because(StateChangedBuilder change) {
        events.emit(change);
        propagation.evaluate(change.instance());
    }
}
