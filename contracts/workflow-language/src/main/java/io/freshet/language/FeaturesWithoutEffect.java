package io.freshet.language;

import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.yaml.Position;
import java.util.ArrayList;
import java.util.List;

/** What a valid specification says and nothing reads yet, so that nobody relies on it; it can be deployed all the same. */
public final class FeaturesWithoutEffect {
    private final SourceMap source;
    private final List<SpecError> warnings = new ArrayList<>();

    private FeaturesWithoutEffect(SourceMap source) {
        this.source = source;
    }

    /** A warning {@link SpecErrorCode#NO_EFFECT_YET} for each such use, sorted by position. */
    public static List<SpecError> of(ParseResult.Parsed workflow) {
        FeaturesWithoutEffect features = new FeaturesWithoutEffect(workflow.source());
        workflow.spec().datasets().values().forEach(features::collect);
        workflow.spec().tasks().values().forEach(features::collect);
        return features.warnings.stream().sorted().toList();
    }

    private void collect(DatasetSpec dataset) {
        String path = "spec.datasets.%s.".formatted(dataset.name());
        warn(dataset.registry() != null, path + "registry", "registry is recorded, and nothing reads it yet");
        warn(
                !dataset.labels().isEmpty(),
                path + "labels",
                "labels are shown, and protect nothing yet: who may read the data is decided by its files' permissions");
    }

    private void collect(TaskSpec task) {
        String path = "spec.tasks.%s.".formatted(task.name());
        warn(!task.clears().isEmpty(), path + "clears", "clears is recorded, and takes no label away yet");
    }

    private void warn(boolean used, String path, String message) {
        if (used) {
            Position position = source.position(path);
            warnings.add(new SpecError(
                    source.file(),
                    position.line(),
                    position.column(),
                    path,
                    SpecErrorCode.NO_EFFECT_YET,
                    message,
                    "do not rely on it"));
        }
    }
}
