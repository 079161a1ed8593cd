package io.freshet.contracts.workflow;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads datasets. */
final class DatasetReader {
    private static final Duration LONGEST_SETTLE = Duration.ofDays(1);

    private final Errors errors;
    private final Values values;
    private final TimeValues times;
    private final PathValues paths;

    DatasetReader(Errors errors, Values values, TimeValues times, PathValues paths) {
        this.errors = errors;
        this.values = values;
        this.times = times;
        this.paths = paths;
    }

    DatasetSpec read(YamlNode.Entry entry) {
        Fields fields = new Fields(entry.value(), Section.DATASET, errors);
        return new DatasetSpec(
                entry.key(),
                fields.read("path", paths::relativePath).orElse(entry.key()),
                fields.read("layout", paths::layout).orElse(Layout.WHOLE_DIRECTORY),
                fields.read("watch", this::watch).orElse(WatchSpec.DEFAULT),
                fields.read("registry", this::registry).orElse(null),
                fields.read("deletions", values.oneOf(DatasetSpec.Deletions.class))
                        .orElse(DatasetSpec.Deletions.PROPAGATE),
                fields.read("labels", values.listOf(values::name)).orElse(List.of()),
                fields.read("zone", values::name).orElse(null));
    }

    private Optional<WatchSpec> watch(YamlNode node) {
        Fields fields = new Fields(node, Section.WATCH, errors);
        return Optional.of(new WatchSpec(
                fields.read("settle", times.duration(Duration.ZERO, LONGEST_SETTLE))
                        .orElse(WatchSpec.DEFAULT.settle()),
                fields.read("ignore", values.listOf(paths::fileName)).orElse(WatchSpec.DEFAULT.ignore()),
                fields.read("completeWhen", paths::fileName).orElse(null)));
    }

    private Optional<RegistrySpec> registry(YamlNode node) {
        Fields fields = new Fields(node, Section.REGISTRY, errors);
        return Optional.of(new RegistrySpec(
                fields.read("primaryKey", values.listOf(values::text)).orElse(List.of()),
                fields.read("incrementalField", values::text).orElse(null),
                fields.read("ingestion", values.oneOf("full", "incremental")).orElse("full")));
    }
}
