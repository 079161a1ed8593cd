package io.freshet.launcher.kubernetes;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Orders whose pods are compared with files. */
public final class PodOrdersFixture {
    private static final InstanceRef INSTANCE = InstanceRef.parse("prod/claims/copy/date=2026-01-05");

    private PodOrdersFixture() {}

    public static LaunchAttempt order(ResourceSpec resources, @Nullable PodTemplate pod) {
        String run = DerivedId.of("run");
        return new LaunchAttempt(
                DerivedId.attempt(INSTANCE, 1, 2),
                2,
                List.of(run),
                work(resources, pod),
                Instant.parse("2026-01-05T06:00:00Z"));
    }

    private static AttemptSpec work(ResourceSpec resources, @Nullable PodTemplate pod) {
        return AttemptSpecBuilder.of(INSTANCE)
                .workflowVersion(3)
                .run(new RunSpec(
                        "example.com/copy:2",
                        List.of("copy.sh", "--all", "$(HOME) costs $$ and $1"),
                        List.of(),
                        Map.of("MODE", "fast"),
                        resources,
                        pod))
                .actionKey(Sha256.of("key"))
                .build();
    }
}
