package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class OrphanedPodsTest {
    private final AtomicReference<Instant> steady = new AtomicReference<>(Instant.EPOCH);
    private final OrphanedPods pods = new OrphanedPods(steady::get);

    @Test
    void counts_a_pod_for_which_nobody_has_waited_all_the_time() {
        assertFalse(pods.isOrphaned("pod", false));
        pass(OrphanedPods.AFTER.minusSeconds(1));
        assertFalse(pods.isOrphaned("pod", false));
        pass(Duration.ofSeconds(1));
        assertTrue(pods.isOrphaned("pod", false));
    }

    @Test
    void begins_anew_when_somebody_waits_for_it_or_it_was_gone() {
        assertFalse(pods.isOrphaned("wanted", false));
        assertFalse(pods.isOrphaned("gone", false));
        pass(OrphanedPods.AFTER);
        assertFalse(pods.isOrphaned("wanted", true));
        pods.retain(Set.of("wanted"));

        assertFalse(pods.isOrphaned("wanted", false));
        assertFalse(pods.isOrphaned("gone", false));
    }

    private void pass(Duration time) {
        steady.updateAndGet(now -> now.plus(time));
    }
}
