package io.freshet.endtoend;

import static io.freshet.endtoend.ErScene.launches;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.LineageGraph.Node;
import io.freshet.contracts.event.Reason;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** Files are added one by one: each costs its own chain and no more, and every result can be followed to the files it is made of. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class AddedFiles {
    /** How many files are added; far more of them in a nightly run. */
    private static final int ADDED = Integer.getInteger("freshet.acceptance.added", 12);

    private static final String NAMESPACE = "pachyderm";
    private static final List<LocalDate> DATES =
            IntStream.range(0, 6).mapToObj(ErFixture.FIRST::plusDays).toList();
    private static final LocalDate GROWING = DATES.get(2);

    private final Scene scene = AcceptanceIT.scene(NAMESPACE, "er");
    private final ErScene er = new ErScene(scene, 101);

    @Test
    @Order(1)
    void the_first_load_launches_everything_once() throws Exception {
        er.deliver(DATES);

        scene.deploy(ErScene.bundle());

        scene.launched(launches(18, 6, 1, 1));
    }

    @Test
    @Order(2)
    void a_file_more_launches_one_instance_of_each_task() throws Exception {
        er.deliver(GROWING, "west");

        assertEquals(4, scene.launched(launches(1, 1, 1, 1)).considered());
    }

    @Test
    @Order(3)
    void a_report_leads_back_to_exactly_the_files_it_is_made_of() throws Exception {
        Set<String> edges = new TreeSet<>();
        for (LocalDate date : DATES) {
            for (String site : sites(date)) {
                String file = "date=%s/site=%s".formatted(date, site);
                edges.add("raw-er/%s > clean/%s".formatted(file, file));
                edges.add("clean/%s > daily/date=%s".formatted(file, date));
            }
            edges.add("daily/date=%s > monthly/date=2025-01".formatted(date));
        }
        edges.add("monthly/date=2025-01 > report/");

        LineageGraph graph = lineage("report");

        assertEquals(edges, edges(graph));
        assertEquals(19 + 19 + 6 + 1 + 1, graph.nodes().size());
        assertEquals(List.of(), graph.frontier());
        assertEquals(present(), ids(graph, any -> true), "each in the version that the dataset has now");
        assertEquals(
                19,
                ids(graph, Node::watched).stream()
                        .filter(id -> id.contains("/raw-er/"))
                        .count());
        assertEquals(19, ids(graph, Node::watched).size());
    }

    @Test
    @Order(4)
    void a_file_leads_to_exactly_what_was_made_of_it_and_to_nothing_older() throws Exception {
        LineageGraph added = lineage("raw-er", "--down", "--partition", "date=%s/site=west".formatted(GROWING));
        assertEquals(Map.of("raw-er", 1, "clean", 1, "daily", 1, "monthly", 1, "report", 1), byDataset(added.nodes()));
        assertEquals(4, added.edges().size());

        LineageGraph older = lineage("raw-er", "--down", "--partition", "date=%s/site=east".formatted(GROWING));
        assertEquals(Map.of("raw-er", 1, "clean", 1, "daily", 2, "monthly", 2, "report", 2), byDataset(older.nodes()));
        assertEquals(1 + 2 + 2 + 2, older.edges().size());
        LineageGraph elsewhere =
                lineage("raw-er", "--down", "--partition", "date=%s/site=east".formatted(DATES.get(0)));
        assertEquals(
                Map.of("raw-er", 1, "clean", 1, "daily", 1, "monthly", 2, "report", 2), byDataset(elsewhere.nodes()));
        assertEquals(1 + 1 + 2 + 2, elsewhere.edges().size());
    }

    @Test
    @Order(5)
    void an_earlier_report_does_not_lead_to_a_file_that_came_after_it() throws Exception {
        String before =
                lineage("raw-er", "--down", "--partition", "date=%s/site=east".formatted(GROWING)).nodes().stream()
                        .filter(node -> node.dataset().dataset().equals("report") && !node.current())
                        .map(node -> node.fingerprint().toString())
                        .collect(Collectors.joining());

        LineageGraph graph = lineage("report", "--fingerprint", before);

        assertEquals(
                Map.of("raw-er", 18, "clean", 18, "daily", 6, "monthly", 1, "report", 1), byDataset(graph.nodes()));
        assertEquals(Set.of(), ids(graph, node -> node.partition().toString().endsWith("site=west")));
    }

    @Test
    @Order(6)
    void the_last_file_of_many_costs_what_the_tenth_cost() throws Exception {
        List<Long> considered = new ArrayList<>();
        for (int i = 0; i < ADDED; i++) {
            er.deliver(DATES.get(i % DATES.size()), "more-%04d".formatted(i));
            considered.add(scene.launched(launches(1, 1, 1, 1)).considered());
        }

        assertEquals(Collections.nCopies(ADDED, 4L), considered);
    }

    @Test
    @Order(7)
    void a_version_that_differs_in_a_comment_runs_and_leads_to_nothing() throws Exception {
        Map<String, String> rebuilt = ErScene.bundle();
        rebuilt.computeIfPresent("clean.sh", (name, script) -> script + "# Built again.\n");

        scene.deploy(rebuilt);

        long cutOff = scene.launched(launches(19 + ADDED, 0, 0, 0)).decisions().stream()
                .filter(decision -> decision.reason() == Reason.CUT_OFF)
                .count();
        assertEquals(6 + 1 + 1, cutOff);
    }

    private static List<String> sites(LocalDate date) {
        return date.equals(GROWING)
                ? Stream.concat(ErFixture.SITES.stream(), Stream.of("west")).toList()
                : ErFixture.SITES;
    }

    private LineageGraph lineage(String dataset, String... more) throws IOException {
        return scene.say(Stream.concat(Stream.of("lineage", NAMESPACE + "/" + dataset, "--json"), Stream.of(more))
                        .toArray(String[]::new))
                .endedWith(ExitCode.OK)
                .as(LineageGraph.class);
    }

    /** Every partition of every dataset in its present version, as the ids of nodes. */
    private Set<String> present() throws IOException {
        Set<String> present = new TreeSet<>();
        for (String dataset : List.of("raw-er", "clean", "daily", "monthly", "report")) {
            scene.say("datasets", NAMESPACE + "/" + dataset, "--json")
                    .endedWith(ExitCode.OK)
                    .json()
                    .get("items")
                    .forEach(item -> present.add("%s/%s/%s@%s"
                            .formatted(
                                    NAMESPACE,
                                    dataset,
                                    item.get("partition").asText(),
                                    item.get("version").get("fingerprint").asText())));
        }
        return present;
    }

    private static Set<String> ids(LineageGraph graph, Predicate<Node> which) {
        return graph.nodes().stream().filter(which).map(Node::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Without namespace and versions, which are checked by themselves. */
    private static Set<String> edges(LineageGraph graph) {
        return graph.edges().stream()
                .map(edge -> place(edge.from()) + " > " + place(edge.to()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String place(String id) {
        return id.substring(id.indexOf('/') + 1, id.lastIndexOf('@'));
    }

    private static Map<String, Integer> byDataset(Collection<Node> nodes) {
        Map<String, Integer> counts = new TreeMap<>();
        nodes.forEach(node -> counts.merge(node.dataset().dataset(), 1, Integer::sum));
        return counts;
    }
}
