package io.freshet.contracts.spec;

import java.util.List;

/** What a task writes: the dataset, and the checks that staged outputs must pass before they are published. */
public record OutputSpec(String dataset, List<CheckSpec> checks) {
    public OutputSpec {
        checks = List.copyOf(checks);
    }
}
