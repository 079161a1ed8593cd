package io.freshet.launcher.domain;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders to launch an attempt that does nothing. */
public final class Launches {
    private Launches() {}

    /** An order for the only task of a workflow {@code flow}. */
    public static LaunchAttempt launch(String namespace, String installer, @Nullable RunAsSpec runAs, Instant at) {
        InstanceRef instance = InstanceRef.parse(namespace + "/flow/task");
        AttemptSpec work = AttemptSpecBuilder.of(instance)
                .actionKey(Sha256.of("action"))
                .runAs(runAs)
                .installedBy(installer)
                .build();
        return new LaunchAttempt("task-1", 1, List.of("run"), work, at);
    }
}
