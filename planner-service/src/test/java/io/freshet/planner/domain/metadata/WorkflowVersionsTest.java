package io.freshet.planner.domain.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.planner.domain.MemoryTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowVersionsTest {
    private final MemoryTable<String> rows = new MemoryTable<>();
    private final WorkflowVersions versions = new WorkflowVersions(rows);

    @Test
    void the_newest_is_deployed_or_waits() {
        versions.deployed(2);
        versions.defer(5);
        versions.defer(4);

        assertEquals(2, versions.lastDeployed());
        assertEquals(5, versions.newest());
    }

    @Test
    void a_version_waits_until_it_or_a_newer_one_is_deployed() {
        versions.defer(5);
        versions.deployed(4);
        assertEquals(5, versions.newest());

        versions.deployed(5);

        assertEquals(5, versions.lastDeployed());
        assertEquals(List.of(WorkflowVersions.DEPLOYED), rows.keys(""));
    }
}
