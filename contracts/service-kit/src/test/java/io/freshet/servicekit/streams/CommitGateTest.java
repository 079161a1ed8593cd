package io.freshet.servicekit.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.junit.jupiter.api.Test;

class CommitGateTest {
    private static final long BEGIN = 1_000_000;

    private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    private final CommitGate gate = new CommitGate(context);

    @Test
    void commits_at_once_what_comes_alone() {
        assertTrue(commitsAt(BEGIN));
        assertTrue(commitsAt(BEGIN + 500));
        assertEquals(0, alarms(), "nothing is left to wake up for");
    }

    @Test
    void commits_what_follows_closely_when_the_time_between_two_commits_is_over() {
        commitsAt(BEGIN);

        assertFalse(commitsAt(BEGIN + 4));
        assertFalse(commitsAt(BEGIN + 6));

        assertEquals(1, alarms());
        assertEquals(6, alarm().getInterval().toMillis(), "what is left of 10 ms when the first of them came");
        assertTrue(ringsAt(BEGIN + 10));
        assertEquals(0, alarms());
    }

    @Test
    void leaves_a_burst_to_the_commit_interval() {
        int commits = 0;
        for (int i = 0; i < 90; i++) {
            commits += commitsAt(BEGIN + i) ? 1 : 0;
        }

        assertEquals(1, commits);
        assertEquals(1, alarms(), "for the first of them");
        assertTrue(commitsAt(BEGIN + 300), "the burst is over");
    }

    @Test
    void leaves_what_comes_late_to_the_commit_interval() {
        assertFalse(commitsAt(BEGIN, BEGIN - 31));
        assertEquals(0, alarms());

        assertTrue(commitsAt(BEGIN + 1, BEGIN - 29));
    }

    private boolean commitsAt(long millis) {
        return commitsAt(millis, millis);
    }

    private boolean commitsAt(long millis, long written) {
        context.setCurrentSystemTimeMs(millis);
        gate.emitted(Instant.ofEpochMilli(written));
        return committed();
    }

    private boolean ringsAt(long millis) {
        context.setCurrentSystemTimeMs(millis);
        alarm().getPunctuator().punctuate(millis);
        return committed();
    }

    private boolean committed() {
        boolean committed = context.committed();
        context.resetCommit();
        return committed;
    }

    private CapturedPunctuator alarm() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .findFirst()
                .orElseThrow();
    }

    private long alarms() {
        return context.scheduledPunctuators().stream()
                .filter(punctuator -> !punctuator.cancelled())
                .count();
    }
}
