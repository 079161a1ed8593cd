package io.freshet.launcher.domain;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.CacheSpec;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders to launch an attempt that does nothing. */
public final class Launches {
    private Launches() {}

    /** An order for the only task of a workflow {@code flow}. */
    public static LaunchAttempt launch(String namespace, String installer, @Nullable RunAsSpec runAs, Instant at) {
        InstanceRef instance = InstanceRef.parse(namespace + "/flow/task");
        AttemptSpec work = new AttemptSpec(
                instance,
                1,
                new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT),
                Sha256.of("code"),
                Map.of(),
                List.of(),
                List.of(),
                Sha256.of("action"),
                null,
                runAs,
                new CacheSpec.On(),
                null,
                null,
                installer);
        return new LaunchAttempt(instance, "task-1", 1, "run", List.of("run"), work, at);
    }
}
