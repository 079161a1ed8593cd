package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StartedProcess;
import io.freshet.launcher.pod.DelayReports;
import io.freshet.launcher.pod.PodObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PodAttemptTest {
    private static final Instant DAY = Instant.parse("2026-01-05T06:00:00Z");

    private final AtomicReference<Instant> steady = new AtomicReference<>(Instant.EPOCH);
    private final List<Occurrence> told = new ArrayList<>();
    private final PodAttempt attempt = new PodAttempt("copy-1", told::add, new NoActions(), steady::get, true);

    @Test
    void tells_what_a_pod_waits_for_when_it_has_waited_for_a_while() {
        waits("no node");
        pass(DelayReports.FIRST);
        assertEquals(List.of(), told);

        waits("no node");
        waits("no node");

        assertEquals(List.of(new Occurrence.Delayed("no node")), told);
    }

    @Test
    void tells_another_reason_but_not_each_one_that_comes_and_goes() {
        pass(DelayReports.FIRST);
        waits("0/3 nodes");
        for (int second = 1; second < DelayReports.NEXT.toSeconds(); second++) {
            pass(Duration.ofSeconds(1));
            waits(second % 2 == 0 ? "0/3 nodes" : "0/4 nodes");
        }
        assertEquals(List.of(new Occurrence.Delayed("0/3 nodes")), told);

        pass(Duration.ofSeconds(1));
        waits("0/4 nodes");

        assertEquals(List.of(new Occurrence.Delayed("0/3 nodes"), new Occurrence.Delayed("0/4 nodes")), told);
    }

    @Test
    void cuts_what_a_large_cluster_says() {
        pass(DelayReports.FIRST);
        waits("x".repeat(10_000));

        assertEquals(List.of(new Occurrence.Delayed("x".repeat(DelayReports.MOST_CHARACTERS - 1) + "…")), told);
    }

    @Test
    void tells_nothing_of_a_wait_that_is_over_or_not_wanted() {
        pass(DelayReports.FIRST);
        StartedProcess process = new StartedProcess("node-1", "copy-1", "20001", DAY);
        attempt.seen(new PodObservation.Running(process), DAY);
        waits("late");
        assertEquals(List.of(new Occurrence.Started(process)), told);

        List<Occurrence> others = new ArrayList<>();
        PodAttempt stopped = new PodAttempt("copy-2", others::add, new NoActions(), steady::get, true);
        stopped.stop();
        pass(DelayReports.FIRST);
        stopped.seen(new PodObservation.Waiting("no node"), DAY);
        assertEquals(List.of(), others);
    }

    @Test
    void measures_waits_by_its_own_clock_whatever_the_times_in_the_pod_are() {
        Pod old = new PodBuilder()
                .withNewMetadata()
                .withCreationTimestamp("1999-01-01T00:00:00Z")
                .endMetadata()
                .build();
        assertEquals(Duration.ZERO, attempt.waits(old).pending());
        assertNull(attempt.waits(old).ending());
        pass(Duration.ofSeconds(3));
        Pod ending = new PodBuilder(old)
                .editMetadata()
                .withDeletionTimestamp("2199-01-01T00:00:00Z")
                .withDeletionGracePeriodSeconds(10L)
                .endMetadata()
                .build();
        assertFalse(attempt.waits(ending).isEndingFor(Duration.ZERO));

        pass(Duration.ofSeconds(10));
        assertFalse(attempt.waits(ending).isEndingFor(Duration.ZERO));
        pass(Duration.ofMillis(1));

        assertTrue(attempt.waits(ending).isEndingFor(Duration.ZERO));
        assertEquals(Duration.ofMillis(13_001), attempt.waits(ending).pending());
    }

    private void waits(String why) {
        attempt.seen(new PodObservation.Waiting(why), DAY);
    }

    private void pass(Duration time) {
        steady.updateAndGet(now -> now.plus(time));
    }

    private static final class NoActions implements PodAttempt.Actions {
        @Override
        public void follow(PodAttempt attempt) {}

        @Override
        public void readRest(PodAttempt attempt) {}

        @Override
        public void delete(PodAttempt attempt) {}
    }
}
