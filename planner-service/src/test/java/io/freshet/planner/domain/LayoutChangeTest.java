package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.partition.PartitionKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a dataset is what there is, whatever layout the versions in between had. */
class LayoutChangeTest {
    private static final String LAYOUT = "{site}/{date:yyyy-MM-dd}.csv";
    private static final PartitionKey OLD = PartitionKey.parse("site=s/date=2026-01-01");
    private static final PartitionKey NEW = PartitionKey.parse("site=n/date=2026-01-01");

    private final World world = new World();
    private final Specs specs = new Specs().dataset("total", Specs.WHOLE);
    private int versions;

    @Test
    void what_was_deleted_under_another_layout_is_not_read_after_the_rollback() {
        deploy(LAYOUT);
        write(OLD, "old");
        assertEquals(Map.of(OLD, Sha256.of("old")), readByTheLast());

        deploy("{site}/{region}/{date:yyyy-MM-dd}.csv");
        write(OLD, null);
        write(NEW, "new");
        deploy(LAYOUT);

        assertEquals(Map.of(NEW, Sha256.of("new")), readByTheLast());
    }

    @Test
    void what_changed_under_another_layout_is_read_as_it_is_after_the_rollback() {
        deploy(LAYOUT);
        write(OLD, "old");

        deploy("{region}.csv");
        write(OLD, "changed");
        deploy(LAYOUT);

        assertEquals(Map.of(OLD, Sha256.of("changed")), readByTheLast());
    }

    @Test
    void a_partition_is_there_once_whatever_order_its_dimensions_have() {
        deploy(LAYOUT);
        write(OLD, "old");

        deploy("{date:yyyy-MM-dd}/{site}.csv");
        write(PartitionKey.parse("date=2026-01-01/site=s"), "changed");
        assertEquals(List.of(Sha256.of("changed")), List.copyOf(readByTheLast().values()));
    }

    private void deploy(String layout) {
        versions++;
        specs.dataset("raw", layout);
        specs.task("sum", List.of("raw"), List.of("total"), Specs.retries(0), "1");
        world.deploy(specs.build(world.workflow, versions));
        world.drain();
    }

    private void write(PartitionKey partition, @Nullable String content) {
        Map<PartitionKey, PartitionVersion> change = new LinkedHashMap<>();
        change.put(partition, content == null ? null : new PartitionVersion(Sha256.of(content), 1, 1));
        world.write("raw", change, 1);
        world.drain();
    }

    private Map<PartitionKey, Fingerprint> readByTheLast() {
        Map<PartitionKey, Fingerprint> read = new LinkedHashMap<>();
        world.all(TaskReady.class)
                .getLast()
                .work()
                .inputs()
                .getFirst()
                .partitions()
                .forEach(partition -> read.put(partition.partition(), partition.fingerprint()));
        return read;
    }
}
