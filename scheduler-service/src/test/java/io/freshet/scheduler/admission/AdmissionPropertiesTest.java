package io.freshet.scheduler.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Random histories, {@code -Dfreshet.admission.histories=N} of them; a failure names the seed that makes it again. */
class AdmissionPropertiesTest {
    private static final int HISTORIES = Integer.getInteger("freshet.admission.histories", 150);
    private static final int STEPS = 250;

    @Test
    void slots_are_never_exceeded_nothing_is_lost_order_and_turns_hold() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            AdmissionHistory history = new AdmissionHistory(seed, 0);

            history.run(STEPS);
            history.drain();

            assertEquals(history.asked(), history.launchedOrWithdrawn(), "NothingLost, seed " + seed);
        }
    }

    @Test
    void restarts_change_nothing() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            AdmissionHistory undisturbed = new AdmissionHistory(seed, 0);
            AdmissionHistory restarted = new AdmissionHistory(seed, 0.2);

            undisturbed.run(STEPS);
            restarted.run(STEPS);

            assertEquals(undisturbed.launchCommands(), restarted.launchCommands(), "seed " + seed);
        }
    }
}
