package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.RetrySpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.testkit.spec.TaskSpecBuilder;
import io.freshet.testkit.spec.WorkflowBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchListTest {
    private static final RunSpec RUN = new RunSpec(null, List.of("true"), List.of(), Map.of(), null);
    private static final RetrySpec RETRIES =
            new RetrySpec(0, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), Map.of());
    private static final DatasetRef RAW = new DatasetRef("prod", "raw");

    @Test
    void watches_what_is_declared_and_not_produced() {
        WorkflowDefinition cleaning =
                workflow("prod/cleaning", 1, Map.of("raw", "landing", "cleaned", "cleaned"), List.of("cleaned"));

        WatchList list = WatchList.of(List.of(cleaning), Map.of());

        assertEquals(Set.of(RAW), list.datasets().keySet());
        assertEquals("landing", list.datasets().get(RAW).path());
        assertEquals(List.of(), list.conflicts());
    }

    @Test
    void a_producer_in_any_workflow_of_the_namespace_ends_the_watch() {
        WorkflowDefinition reading = workflow("prod/reading", 1, Map.of("raw", "landing"), List.of());
        WorkflowDefinition making = workflow("prod/making", 2, Map.of("raw", "landing"), List.of("raw"));
        WorkflowDefinition elsewhere = workflow("test/making", 2, Map.of("raw", "landing"), List.of("raw"));

        assertEquals(
                Set.of(),
                WatchList.of(List.of(reading, making), Map.of()).datasets().keySet());
        assertEquals(
                Set.of(RAW),
                WatchList.of(List.of(reading, elsewhere), Map.of()).datasets().keySet());
    }

    @Test
    void the_first_declaration_holds() {
        WorkflowDefinition second = workflow("prod/a", 2, Map.of("raw", "other"), List.of());
        WorkflowDefinition first = workflow("prod/b", 1, Map.of("raw", "landing"), List.of());

        WatchList list = WatchList.of(List.of(second, first), Map.of());

        assertEquals("landing", list.datasets().get(RAW).path());
        assertEquals(
                List.of(new WorkflowRef("prod", "a")),
                list.conflicts().stream().map(WatchList.Conflict::ignored).toList());
    }

    @Test
    void deploying_the_first_declaration_again_does_not_move_the_dataset() {
        WorkflowDefinition second = workflow("prod/a", 2, Map.of("raw", "other"), List.of());
        WorkflowDefinition first = workflow("prod/b", 1, Map.of("raw", "landing"), List.of());
        WorkflowDefinition firstAgain = workflow("prod/b", 3, Map.of("raw", "landing"), List.of());
        Map<DatasetRef, WatchedDataset> current =
                WatchList.of(List.of(second, first), Map.of()).datasets();

        WatchList list = WatchList.of(List.of(second, firstAgain), current);

        assertEquals("landing", list.datasets().get(RAW).path());
    }

    @Test
    void what_is_read_from_a_parent_is_not_watched() {
        WorkflowDefinition own = workflow("test/reading", 1, Map.of("raw", "landing"), List.of());
        WorkflowDefinition through = new WorkflowDefinition(
                own.workflow(),
                1,
                own.bundle(),
                own.spec(),
                own.code(),
                Map.of("raw", "prod"),
                own.installedBy(),
                own.cause(),
                own.at());

        assertEquals(
                Set.of(), WatchList.of(List.of(through), Map.of()).datasets().keySet());
    }

    @Test
    void an_equal_declaration_is_no_conflict() {
        WorkflowDefinition one = workflow("prod/a", 1, Map.of("raw", "landing"), List.of());
        WorkflowDefinition other = workflow("prod/b", 2, Map.of("raw", "landing"), List.of());

        assertEquals(List.of(), WatchList.of(List.of(one, other), Map.of()).conflicts());
    }

    private static WorkflowDefinition workflow(
            String ref, long second, Map<String, String> pathsByDataset, List<String> outputs) {
        Map<String, DatasetSpec> datasets = new LinkedHashMap<>();
        pathsByDataset.forEach((name, path) -> datasets.put(
                name,
                new DatasetSpec(
                        name,
                        path,
                        Layout.WHOLE_DIRECTORY,
                        WatchSpec.DEFAULT,
                        null,
                        DatasetSpec.Deletions.PROPAGATE,
                        List.of(),
                        null)));
        WorkflowRef workflow = WorkflowRef.parse(ref);
        return WorkflowBuilder.of(workflow.workflow())
                .datasets(datasets)
                .tasks(Map.of("task", task(outputs)))
                .version(workflow, 1, Instant.ofEpochSecond(second));
    }

    private static TaskSpec task(List<String> outputs) {
        return TaskSpecBuilder.of("task")
                .outputs(outputs)
                .run(RUN)
                .retries(RETRIES)
                .build();
    }
}
