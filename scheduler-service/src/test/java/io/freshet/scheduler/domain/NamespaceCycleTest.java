package io.freshet.scheduler.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NamespaceCycleTest {
    private static final int SEEDS = 2_000;
    private static final int DATASETS = 8;

    /** A task of a random namespace. */
    private record Edge(Set<Integer> inputs, int output) {}

    @Test
    void refuses_two_workflows_that_read_each_others_outputs_and_names_the_circle() {
        WorkflowSpec there = parsed("there", List.of(new Edge(Set.of(0), 1))).spec();
        ParseResult.Parsed back = parsed("back", List.of(new Edge(Set.of(5), 6), new Edge(Set.of(1, 4), 0)));

        List<SpecError> errors = NamespaceCheck.of(back, List.of(there));

        assertEquals(1, errors.size(), errors.toString());
        SpecError error = errors.getFirst();
        assertEquals(SpecErrorCode.CYCLE, error.code());
        assertEquals("spec.tasks.t1.inputs.d1", error.path());
        assertTrue(error.message().endsWith("d1 -> d0 (back/t1) -> d1 (there/t0)"), error.message());
        assertEquals(12, error.line());
    }

    @Test
    void accepts_two_workflows_that_read_each_others_outputs_without_a_circle() {
        WorkflowSpec outer = parsed("outer", List.of(new Edge(Set.of(0), 1), new Edge(Set.of(2), 3)))
                .spec();

        assertEquals(List.of(), NamespaceCheck.of(parsed("inner", List.of(new Edge(Set.of(1), 2))), List.of(outer)));
    }

    @Test
    void a_workflow_may_be_replaced_by_one_that_closes_no_circle() {
        WorkflowSpec there = parsed("there", List.of(new Edge(Set.of(0), 1))).spec();
        WorkflowSpec old = parsed("back", List.of(new Edge(Set.of(1), 0))).spec();

        assertEquals(
                List.of(), NamespaceCheck.of(parsed("back", List.of(new Edge(Set.of(2), 0))), List.of(there, old)));
    }

    /** Workflows are deployed one after the other; what is refused must be what a plain transitive closure says is a circle. */
    @Test
    void refuses_exactly_what_makes_a_dataset_of_itself() {
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<WorkflowSpec> deployed = new ArrayList<>();
            List<Edge> edges = new ArrayList<>();
            for (List<Edge> workflow : randomWorkflows(random)) {
                if (isCircular(workflow)) {
                    continue; // found by the specification's own check
                }
                List<Edge> together = new ArrayList<>(edges);
                together.addAll(workflow);
                ParseResult.Parsed candidate = parsed("w" + deployed.size(), workflow);

                boolean accepted = NamespaceCheck.of(candidate, deployed).isEmpty();

                assertEquals(!isCircular(together), accepted, "seed " + seed + ": " + together);
                if (accepted) {
                    deployed.add(candidate.spec());
                    edges = together;
                } else {
                    refused++;
                }
            }
        }
        assertTrue(refused > SEEDS / 10, "refused " + refused);
    }

    /** Each dataset has one producer at most. */
    private static List<List<Edge>> randomWorkflows(Random random) {
        List<List<Edge>> workflows = new ArrayList<>();
        int count = 2 + random.nextInt(3);
        IntStream.range(0, count).forEach(i -> workflows.add(new ArrayList<>()));
        for (int output = 0; output < DATASETS; output++) {
            Set<Integer> inputs = new TreeSet<>();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                inputs.add(random.nextInt(DATASETS));
            }
            inputs.remove(output);
            if (!inputs.isEmpty()) {
                workflows.get(random.nextInt(count)).add(new Edge(inputs, output));
            }
        }
        workflows.removeIf(List::isEmpty);
        return workflows;
    }

    private static boolean isCircular(List<Edge> edges) {
        boolean[][] made = new boolean[DATASETS][DATASETS];
        edges.forEach(edge -> edge.inputs().forEach(input -> made[input][edge.output()] = true));
        for (int via = 0; via < DATASETS; via++) {
            for (int from = 0; from < DATASETS; from++) {
                for (int to = 0; to < DATASETS; to++) {
                    made[from][to] |= made[from][via] && made[via][to];
                }
            }
        }
        return IntStream.range(0, DATASETS).anyMatch(dataset -> made[dataset][dataset]);
    }

    private static ParseResult.Parsed parsed(String name, List<Edge> edges) {
        Set<Integer> datasets = new TreeSet<>();
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            datasets.addAll(edge.inputs());
            datasets.add(edge.output());
            List<String> inputs =
                    edge.inputs().stream().map(input -> "d" + input + ": {}").toList();
            tasks.append("    t%d:\n      inputs: {%s}\n      outputs: {d%d: {}}\n      run: {command: [make]}\n"
                    .formatted(i, String.join(", ", inputs), edge.output()));
        }
        List<String> declared =
                datasets.stream().map(dataset -> "d" + dataset + ": {}").toList();
        String text = """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %s}
                spec:
                  datasets: {%s}
                  tasks:
                """.formatted(name, String.join(", ", declared)) + tasks;
        return assertInstanceOf(ParseResult.Parsed.class, WorkflowParser.parse("workflow.yaml", text), text);
    }
}
