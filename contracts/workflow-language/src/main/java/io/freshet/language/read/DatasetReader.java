package io.freshet.language.read;

import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.RegistrySpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.language.grammar.Grammar;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.PathValueReaders;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.TimeValueReaders;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads datasets. */
final class DatasetReader {
    private static final Duration LONGEST_SETTLE = Duration.ofDays(1);

    private final SpecErrors errors;
    private final ValueReaders values;
    private final TimeValueReaders times;
    private final PathValueReaders paths;

    DatasetReader(SpecErrors errors, ValueReaders values, TimeValueReaders times, PathValueReaders paths) {
        this.errors = errors;
        this.values = values;
        this.times = times;
        this.paths = paths;
    }

    DatasetSpec read(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), Grammar.DATASET, errors);
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
        MappingReader fields = new MappingReader(node, Grammar.WATCH, errors);
        return Optional.of(new WatchSpec(
                fields.read("settle", times.duration(Duration.ZERO, LONGEST_SETTLE))
                        .orElse(WatchSpec.DEFAULT.settle()),
                fields.read("ignore", values.listOf(paths::fileName)).orElse(WatchSpec.DEFAULT.ignore()),
                fields.read("completeWhen", paths::fileName).orElse(null)));
    }

    private Optional<RegistrySpec> registry(YamlNode node) {
        MappingReader fields = new MappingReader(node, Grammar.REGISTRY, errors);
        return Optional.of(new RegistrySpec(
                fields.read("primaryKey", values.listOf(values::text)).orElse(List.of()),
                fields.read("incrementalField", values::text).orElse(null),
                fields.read("ingestion", values.oneOf("full", "incremental")).orElse("full")));
    }
}
