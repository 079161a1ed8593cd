package io.freshet.kubernetes;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Helm makes of the chart with one set of values, each rendered once for all tests. */
record RenderedChart(String text, List<Rendered> documents) {
    static final Path CHART = Path.of("chart/freshet");
    static final String RELEASE = "test";
    static final String NAMESPACE = "data";
    /** The oldest that the chart is for. */
    static final String KUBERNETES = "1.30.0";

    private static final Path COPY = ChartCopy.withoutHooks(Path.of("target/chart"));
    private static final Map<ValueSet, RenderedChart> CHARTS = new EnumMap<>(ValueSet.class);

    static synchronized RenderedChart of(ValueSet values) {
        return CHARTS.computeIfAbsent(values, set -> of(set.file()));
    }

    /**
     * @param values of which a later file overrides an earlier one
     * @throws RuntimeException with Helm's message if the values are refused
     */
    static RenderedChart of(Path... values) {
        TemplateCommand template = new Helm(COPY)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
        for (Path file : values) {
            template.withValuesFile(file);
        }
        String text = ChartCopy.hooked(template.call());
        List<Rendered> documents = new ArrayList<>();
        for (Object document : yaml().loadAll(text)) {
            if (document != null) {
                documents.add(new Rendered(Tree.map(document)));
            }
        }
        return new RenderedChart(text, List.copyOf(documents));
    }

    static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options));
    }

    Stream<Rendered> of(String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind));
    }

    Rendered get(String kind, String name) {
        return of(kind).filter(document -> document.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** One document of the output. */
    record Rendered(Map<String, Object> tree) {
        String kind() {
            return (String) Objects.requireNonNull(tree.get("kind"));
        }

        String name() {
            return Tree.text(tree, "metadata", "name");
        }

        /** The pod specification that a workload has; empty for what makes no pods. */
        Stream<Map<String, Object>> pods() {
            return Tree.find(tree, "spec", "template", "spec").map(Tree::map).stream();
        }

        @Override
        public String toString() {
            return kind() + "/" + name();
        }
    }
}
