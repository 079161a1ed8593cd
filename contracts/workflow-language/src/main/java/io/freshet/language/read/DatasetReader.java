package io.freshet.language.read;

import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.RegistrySpec;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.yaml.YamlNode;

/** Reads datasets. */
final class DatasetReader {
    private final SpecErrors errors;

    DatasetReader(SpecErrors errors) {
        this.errors = errors;
    }

    DatasetSpec read(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), DatasetKeys.DATASET, errors);
        return new DatasetSpec(
                entry.key(),
                fields.read(DatasetKeys.DIRECTORY).orElse(entry.key()),
                fields.get(DatasetKeys.FILES),
                fields.read(DatasetKeys.WATCH).map(this::watch).orElse(WatchSpec.DEFAULT),
                fields.read(DatasetKeys.REGISTRY).map(this::registry).orElse(null),
                fields.get(DatasetKeys.DELETIONS),
                fields.get(DatasetKeys.LABELS),
                fields.orNull(DatasetKeys.ZONE));
    }

    private WatchSpec watch(YamlNode node) {
        MappingReader fields = new MappingReader(node, DatasetKeys.OF_WATCH, errors);
        return new WatchSpec(
                fields.get(DatasetKeys.SETTLE),
                fields.get(DatasetKeys.IGNORE),
                fields.orNull(DatasetKeys.COMPLETE_WHEN));
    }

    private RegistrySpec registry(YamlNode node) {
        MappingReader fields = new MappingReader(node, DatasetKeys.OF_REGISTRY, errors);
        return new RegistrySpec(
                fields.get(DatasetKeys.PRIMARY_KEY),
                fields.orNull(DatasetKeys.INCREMENTAL_FIELD),
                fields.get(DatasetKeys.INGESTION));
    }
}
