package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.kubernetes.RenderedChart.Rendered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names, labels and selectors. */
final class NamesTest {
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Set<String> SELECTING =
            Set.of("app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component");
    /** Of what runs in the tasks' namespace, and of whom it is granted to. */
    private static final Set<String> MAY_NAME_A_NAMESPACE = Set.of("launcher-role.yaml", "launcher-role-binding.yaml");

    @ParameterizedTest
    @EnumSource
    void names_are_dns_labels_and_each_is_given_once(ValueSet values) {
        Set<String> seen = new HashSet<>();
        for (Rendered document : RenderedChart.of(values).documents()) {
            assertTrue(DNS_LABEL.matcher(document.name()).matches(), document::toString);
            assertTrue(seen.add(document.toString()), () -> document + " occurs twice");
        }
    }

    @ParameterizedTest
    @EnumSource
    void everything_has_the_recommended_labels_and_helms(ValueSet values) {
        for (Rendered document : RenderedChart.of(values).documents()) {
            Map<String, Object> labels = Tree.map(Tree.at(document.tree(), "metadata", "labels"));
            assertTrue(labels.keySet().containsAll(SELECTING), document::toString);
            assertEquals("freshet", labels.get("app.kubernetes.io/part-of"));
            assertEquals("Helm", labels.get("app.kubernetes.io/managed-by"));
            assertTrue(labels.get("helm.sh/chart").toString().matches("freshet-[0-9A-Za-z._-]+"));
        }
    }

    /** What selects may never change from one version to the next: it must hold nothing that does. */
    @ParameterizedTest
    @EnumSource
    void selectors_hold_name_instance_and_component_and_find_the_pods(ValueSet values) {
        RenderedChart chart = RenderedChart.of(values);
        for (Rendered workload :
                Stream.concat(chart.of("StatefulSet"), chart.of("Deployment")).toList()) {
            Map<String, Object> selector = Tree.map(Tree.at(workload.tree(), "spec", "selector", "matchLabels"));
            assertEquals(SELECTING, selector.keySet(), workload::toString);
            assertTrue(Tree.map(Tree.at(workload.tree(), "spec", "template", "metadata", "labels"))
                    .entrySet()
                    .containsAll(selector.entrySet()));
        }
        for (Rendered service : chart.of("Service").toList()) {
            assertTrue(
                    Stream.concat(chart.of("StatefulSet"), chart.of("Deployment"))
                            .anyMatch(workload -> Tree.at(workload.tree(), "spec", "selector", "matchLabels")
                                    .equals(Tree.at(service.tree(), "spec", "selector"))),
                    service::toString);
        }
    }

    @Test
    void templates_leave_the_namespace_to_helm() throws IOException {
        for (Path template : templates()) {
            boolean names = Files.readString(template)
                    .lines()
                    .anyMatch(line -> line.strip().startsWith("namespace:"));
            boolean configures = template.getFileName().toString().equals("_configuration.tpl");
            assertEquals(
                    configures
                            || MAY_NAME_A_NAMESPACE.contains(
                                    template.getFileName().toString()),
                    names,
                    template::toString);
        }
        for (Rendered document : RenderedChart.of(ValueSet.PRODUCTION).documents()) {
            assertEquals(
                    Set.of("Role", "RoleBinding").contains(document.kind()),
                    Tree.find(document.tree(), "metadata", "namespace").isPresent(),
                    document::toString);
        }
        RenderedChart.of(ValueSet.MINIMAL)
                .documents()
                .forEach(document -> assertTrue(
                        Tree.find(document.tree(), "metadata", "namespace").isEmpty(), document::toString));
    }

    @Test
    void every_definition_is_freshets_and_every_file_holds_one_kind() throws IOException {
        for (Path template : templates()) {
            String text = Files.readString(template);
            assertTrue(
                    Pattern.compile("define \"(?!freshet\\.)")
                            .matcher(text)
                            .results()
                            .findAny()
                            .isEmpty(),
                    template::toString);
            if (!template.getFileName().toString().startsWith("_")) {
                long kinds =
                        text.lines().filter(line -> line.startsWith("kind:")).count();
                long wholes = text.lines()
                        .filter(line -> line.startsWith("{{ include \"freshet."))
                        .count();
                assertEquals(1, kinds + wholes, template::toString);
            }
        }
    }

    private static List<Path> templates() throws IOException {
        try (Stream<Path> files = Files.list(RenderedChart.CHART.resolve("templates"))) {
            return files.filter(file -> !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
