package io.freshet.endtoend.simulation;

/** A component dies here. An error, so that nobody who deals with failures deals with this one. */
final class SimulatedCrash extends Error {
    private static final long serialVersionUID = 1L;

    SimulatedCrash() {
        super("simulated", null, false, false);
    }
}
