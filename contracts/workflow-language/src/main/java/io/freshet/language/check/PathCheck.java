package io.freshet.language.check;

import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No dataset's directory is, or lies inside, another's of the same zone. */
public final class PathCheck implements SpecCheck {
    private record Directory(@Nullable String zone, String path) {}

    @Override
    public void check(WorkflowSpec spec, SpecErrors errors) {
        Map<Directory, String> owners = new HashMap<>();
        for (DatasetSpec dataset : spec.datasets().values()) {
            String first = owners.putIfAbsent(new Directory(dataset.zone(), dataset.path()), dataset.name());
            if (first != null) {
                report(errors, dataset, "is also the directory of dataset '%s'".formatted(first));
            }
        }
        for (DatasetSpec dataset : spec.datasets().values()) {
            String path = dataset.path();
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                String outer = owners.get(new Directory(dataset.zone(), path.substring(0, slash)));
                if (outer != null) {
                    report(
                            errors,
                            dataset,
                            "lies inside '%s' of dataset '%s'".formatted(path.substring(0, slash), outer));
                }
            }
        }
    }

    private static void report(SpecErrors errors, DatasetSpec dataset, String what) {
        errors.at(
                "spec.datasets.%s.path".formatted(dataset.name()),
                SpecErrorCode.PATH_OVERLAP,
                "directory '%s' of dataset '%s' %s".formatted(dataset.path(), dataset.name(), what),
                "give each dataset a directory of its own, side by side");
    }
}
