package io.freshet.planner.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannerTest extends ChainOfTasks {
    @Test
    void runs_every_instance_once_when_files_are_there_at_deployment() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());

        world.drain();

        assertEquals(Map.of("clean", 3L, "daily", 3L, "monthly", 1L, "report", 1L), launches(0));
        assertEveryRunFinished();
    }

    @Test
    void launches_the_newest_partition_first() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());

        world.settleLog();

        List<String> order = world.all(TaskReady.class).stream()
                .map(ready -> ready.instance().partition().toString())
                .toList();
        assertEquals(
                List.of("site=north/date=2026-01-03", "site=north/date=2026-01-02", "site=north/date=2026-01-01"),
                order);
        List<String> keys =
                world.all(TaskReady.class).stream().map(TaskReady::orderKey).toList();
        assertEquals(keys.stream().sorted().toList(), keys);
    }

    @Test
    void recomputes_exactly_the_chain_of_one_changed_file() {
        writeDays("raw", "north", 1, 2, 3);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        write("raw", day("north", 2), "corrected");
        world.drain();

        assertEquals(Map.of("clean", 1L, "daily", 1L, "monthly", 1L, "report", 1L), launches(before));
        assertEveryRunFinished();
    }

    @Test
    void runs_nothing_when_a_file_is_written_again_with_the_same_content() {
        writeDays("raw", "north", 1);
        deploy(chain());
        world.drain();
        int before = world.emitted.size();

        writeDays("raw", "north", 1);
        world.drain();

        assertEquals(before, world.emitted.size());
    }

    @Test
    void joins_a_diamond_once_per_change() {
        deploy(new Specs()
                .dataset("raw", Specs.WHOLE)
                .dataset("left", Specs.WHOLE)
                .dataset("right", Specs.WHOLE)
                .dataset("joined", Specs.WHOLE)
                .task("lefty", List.of("raw"), "left")
                .task("righty", List.of("raw"), "right")
                .task("join", List.of("left", "right"), "joined"));
        write("raw", PartitionKey.NONE, "1");
        world.drain();

        write("raw", PartitionKey.NONE, "2");
        world.drain();

        assertEquals(2L, launches(0).get("join"));
    }

    @Test
    void waits_and_names_what_is_missing() {
        deploy(cleaning());
        write("raw", PartitionKey.of("site", "north"), "1");

        world.drain();

        StateChanged waiting = last();
        assertEquals(InstanceState.WAITING, waiting.state());
        assertEquals(List.of("codes"), waiting.missing());
        assertEveryRunFinished();

        write("codes", PartitionKey.NONE, "1");
        world.drain();

        assertEquals(InstanceState.SUCCEEDED, last().state());
    }

    @Test
    void broadcasts_a_reference_table_to_every_instance() {
        deploy(cleaning());
        write("raw", PartitionKey.of("site", "north"), "1");
        write("raw", PartitionKey.of("site", "south"), "1");
        write("codes", PartitionKey.NONE, "1");
        world.drain();
        int before = world.emitted.size();

        write("codes", PartitionKey.NONE, "2");
        world.drain();

        assertEquals(Map.of("cleaning", 2L), launches(before));
    }

    @Test
    void defines_instances_by_two_inputs_together() {
        deploy(new Specs()
                .dataset("sites", "{site}.csv")
                .dataset("dates", "{date:yyyy-MM-dd}.csv")
                .dataset("grid", "{site}/{date:yyyy-MM-dd}.csv")
                .task("cross", List.of("sites", "dates"), "grid"));
        write("sites", PartitionKey.of("site", "north"), "1");
        write("sites", PartitionKey.of("site", "south"), "1");
        world.drain();
        assertEquals(Map.of(), launches(0));

        write("dates", PartitionKey.of("date", "2026-01-01"), "1");
        write("dates", PartitionKey.of("date", "2026-01-02"), "1");
        world.drain();

        assertEquals(Map.of("cross", 4L), launches(0));
    }

    @Test
    void recomputes_a_task_with_new_code_and_stops_where_its_outputs_are_the_same() {
        writeDays("raw", "north", 1, 2, 3);
        Specs specs = chain();
        deploy(specs);
        world.drain();
        int before = world.emitted.size();

        deploy(specs.code("report", "2"));
        world.drain();

        assertEquals(Map.of("report", 1L), launches(before));
        assertEquals(Reason.CODE_CHANGED, readySince(before).getFirst().reason());
    }

    private static Specs cleaning() {
        return new Specs()
                .dataset("raw", "{site}.csv")
                .dataset("codes", Specs.WHOLE)
                .dataset("clean", "{site}.csv")
                .task("cleaning", List.of("raw", "codes"), "clean");
    }
}
