package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSelectionTest {
    private static final WorkflowSpec DIAMOND = assertInstanceOf(
                    ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", """
                    apiVersion: freshet.io/v1
                    kind: Workflow
                    metadata: {name: diamond}
                    spec:
                      datasets: {raw: {}, a: {}, b: {}, c: {}, d: {}, state: {layout: "{date:yyyy-MM-dd}.csv"}}
                      tasks:
                        join: {inputs: [b, c], outputs: [d], run: {command: [sh]}}
                        first: {inputs: [raw], outputs: [a], run: {command: [sh]}}
                        left: {inputs: [a], outputs: [b], run: {command: [sh]}}
                        right: {inputs: [a], outputs: [c], run: {command: [sh]}}
                        aside: {inputs: {state: {offset: {date: -1}}}, outputs: [state], run: {command: [sh]}}
                    """))
            .spec();

    @Test
    void nothing_named_means_all() {
        assertEquals(List.of(), select(List.of(), List.of()));
    }

    @Test
    void from_a_task_on_means_all_that_follows_each_once() {
        assertEquals(List.of("join", "first", "left", "right"), select(List.of(), List.of("first")));
        assertEquals(List.of("join", "left"), select(List.of(), List.of("left")));
        assertEquals(List.of("join", "left", "aside"), select(List.of("aside"), List.of("left")));
        assertEquals(List.of("aside"), select(List.of(), List.of("aside")));
    }

    @Test
    void what_there_is_not_stays_in_to_be_refused() {
        assertEquals(List.of("join", "nothing"), select(List.of(), List.of("nothing", "join")));
    }

    private static List<String> select(List<String> tasks, List<String> from) {
        return RunSelection.of(DIAMOND, new RunOrder(tasks, from, Map.of(), RunSettings.USUAL, null));
    }
}
