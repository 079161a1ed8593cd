package io.freshet.language;

import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import java.util.ArrayList;
import java.util.List;

/** What a valid specification asks for and this version cannot do yet, so that it is refused and not silently ignored. */
public final class UnsupportedFeatures {
    private final ParseResult.Parsed workflow;
    private final List<SpecError> errors = new ArrayList<>();

    private UnsupportedFeatures(ParseResult.Parsed workflow) {
        this.workflow = workflow;
    }

    /** An error {@link SpecErrorCode#NOT_AVAILABLE_YET} for each such use, sorted by position; empty if all of it can be done. */
    public static List<SpecError> of(ParseResult.Parsed workflow) {
        UnsupportedFeatures features = new UnsupportedFeatures(workflow);
        features.collect(workflow.spec());
        return features.errors.stream().sorted().toList();
    }

    private void collect(WorkflowSpec spec) {
        for (DatasetSpec dataset : spec.datasets().values()) {
            String path = "spec.datasets.%s.zone".formatted(dataset.name());
            refuse(dataset.zone() != null, path, "zones", "leave it out: the dataset then lies in the default root");
        }
        spec.tasks().values().forEach(this::collect);
    }

    private void collect(TaskSpec task) {
        String path = "spec.tasks.%s.".formatted(task.name());
        switch (task.cache()) {
            case CacheSpec.On _, CacheSpec.Off _ -> {}
            case CacheSpec.Ttl _ -> refuse(true, path + "cache.ttl", "results that expire", "use on or off");
            case CacheSpec.Key _ -> refuse(true, path + "cache.key", "own cache keys", "use on or off");
        }
    }

    private void refuse(boolean used, String path, String what, String instead) {
        if (used) {
            SourceMap source = workflow.source();
            var position = source.position(path);
            errors.add(new SpecError(
                    source.file(),
                    position.line(),
                    position.column(),
                    path,
                    SpecErrorCode.NOT_AVAILABLE_YET,
                    "not available yet: " + what,
                    instead));
        }
    }
}
