package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.MemoryTable;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private static final DatasetRef CITIES = new DatasetRef("ns", "cities");
    private static final DatasetRef ROADS = new DatasetRef("ns", "roads");

    private final Subscriptions subscriptions = new Subscriptions(new MemoryTable<>());

    @Test
    void waits_until_every_dataset_is_answered() {
        subscriptions.await(CITIES, "run-1");
        subscriptions.await(ROADS, "run-1");
        subscriptions.answered(CITIES);
        assertTrue(subscriptions.isAwaitingAny());

        subscriptions.answered(ROADS);

        assertFalse(subscriptions.isAwaitingAny());
        assertNull(subscriptions.awaitingRun(ROADS));
    }

    @Test
    void counts_a_dataset_once_that_another_run_subscribes_to() {
        subscriptions.await(CITIES, "run-1");
        subscriptions.await(CITIES, "run-2");
        assertEquals("run-2", subscriptions.awaitingRun(CITIES));

        subscriptions.answered(CITIES);

        assertFalse(subscriptions.isAwaitingAny());
    }

    @Test
    void an_answer_that_nobody_waits_for_changes_nothing() {
        subscriptions.await(CITIES, "run-1");

        subscriptions.answered(ROADS);

        assertTrue(subscriptions.isAwaitingAny());
    }
}
