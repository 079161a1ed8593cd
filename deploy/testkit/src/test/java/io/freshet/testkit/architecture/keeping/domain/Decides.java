package io.freshet.testkit.architecture.keeping.domain;

import io.freshet.contracts.id.TaskRef;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

record Decides(TaskRef task, List<String> names) {
    Instant when(Clock clock) {
        return Instant.now(clock).plusSeconds(names.size());
    }
}
