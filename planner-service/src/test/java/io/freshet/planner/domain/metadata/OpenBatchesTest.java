package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.MemoryTable;
import io.freshet.planner.domain.metadata.OpenBatches.OpenBatch;
import org.junit.jupiter.api.Test;

class OpenBatchesTest {
    private static final DatasetRef CITIES = new DatasetRef("ns", "cities");

    private final OpenBatches batches = new OpenBatches(new MemoryTable<>());

    @Test
    void finds_the_scope_and_the_run_until_the_batch_is_closed() {
        OpenBatch batch = new OpenBatch("batch|cities|0af3", "run-1");
        batches.open(CITIES, batch);
        assertEquals(batch, batches.find(CITIES));
        assertNull(batches.find(new DatasetRef("ns", "city")));

        batches.close(CITIES);

        assertNull(batches.find(CITIES));
    }
}
