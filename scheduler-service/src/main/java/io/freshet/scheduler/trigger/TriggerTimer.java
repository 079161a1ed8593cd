package io.freshet.scheduler.trigger;

import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;

/**
 * Asks for the runs of events that were held back, when they are due. All schedulers of an installation do it at a time, and the store lets
 * one of them ask for each. Killed at any time it has asked or it has not, and then another does.
 */
public final class TriggerTimer {
    /** Between two looks at what is due: how late a run is asked for at most if nothing else is in its way. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private TriggerTimer() {}

    /** A loop, not yet started. */
    public static TurnLoop loop(TriggerStore triggers) {
        return new TurnLoop("the timer of triggers", "scheduler-trigger-timer", BETWEEN_LOOKS, triggers::askNext);
    }
}
