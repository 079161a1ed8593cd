package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.MemoryTable;
import org.junit.jupiter.api.Test;

class ReconciliationsTest {
    private static final DatasetRef CITIES = new DatasetRef("ns", "cities");
    private static final PartitionKey OSLO = PartitionKey.parse("city=oslo");

    private final MemoryTable<String> rows = new MemoryTable<>();
    private final Reconciliations reconciliations = new Reconciliations(rows);

    @Test
    void is_open_until_it_ends() {
        reconciliations.begin(CITIES);
        assertTrue(reconciliations.isOpen(CITIES));

        reconciliations.end(CITIES);

        assertFalse(reconciliations.isOpen(CITIES));
    }

    @Test
    void a_seen_partition_is_forgotten_once() {
        reconciliations.see(CITIES, OSLO);
        assertTrue(rows.hasAny(Reconciliations.seen(CITIES)));

        assertTrue(reconciliations.forgetSeen(CITIES, OSLO));
        assertFalse(reconciliations.forgetSeen(CITIES, OSLO));
        assertFalse(rows.hasAny(Reconciliations.seen(CITIES)));
    }
}
