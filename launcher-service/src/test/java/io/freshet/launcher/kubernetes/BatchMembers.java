package io.freshet.launcher.kubernetes;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.launcher.batch.BatchMember;
import io.freshet.launcher.batch.BatchPods;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.pod.KubernetesSettings;
import io.freshet.launcher.pod.PodFactory;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attempts that wait for a batch, each of an instance of its own, with the pod that it would have for itself. */
public final class BatchMembers {
    private final KubernetesSettings settings;
    private final PodFactory orders;
    private int made;
    public int max = 3;
    public int version = 1;

    @Nullable
    public PodTemplate template;

    public BatchMembers(Path root) {
        this.settings = new KubernetesSettings(
                "tasks",
                "freshet-data",
                root,
                "launcher-0",
                "example.com/task:1",
                "500m",
                "512Mi",
                Duration.ofSeconds(2),
                Duration.ofMinutes(10),
                8,
                TaskTracing.ALL);
        this.orders = new PodFactory(
                settings,
                _ -> new IdentityDecision.Granted(
                        new TaskIdentity("etl", 20_001, 20_002, List.of(), "etl"), "everybody"),
                null,
                false);
    }

    public Pod pod(String name, List<BatchMember> members) {
        return new BatchPods(settings, orders.root().attempts()).pod(name, members);
    }

    List<BatchMember> shells(String... scripts) throws IOException {
        List<BatchMember> members = new ArrayList<>();
        for (String script : scripts) {
            members.add(member(List.of("sh", "-c", script), Map.of()));
        }
        return members;
    }

    /** Somebody whose directories exist. */
    BatchMember member(List<String> command, Map<String, String> env) throws IOException {
        BatchMember member = unbuilt("copy", command, env);
        Files.createDirectories(member.view().code());
        Files.createDirectories(member.view().tmp());
        return member;
    }

    public BatchMember unbuilt(String task, List<String> command, Map<String, String> env) {
        made++;
        InstanceRef instance = InstanceRef.parse("prod/claims/%s/site=s%d".formatted(task, made));
        String run = DerivedId.of("run");
        LaunchAttempt launch = new LaunchAttempt(
                DerivedId.attempt(instance, 1, 1),
                1,
                List.of(run),
                work(instance, command, env),
                Instant.parse("2026-01-05T06:00:00Z"));
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FRESHET_ATTEMPT", launch.attempt());
        AttemptView view = new AttemptView(orders.root().attempt(launch.attempt()), environment);
        PodFactory.Ordered ordered = orders.pod(launch, view);
        Pod pod = assertInstanceOf(PodFactory.Ordered.Wanted.class, ordered).pod();
        return new BatchMember(launch, view, pod, _ -> {});
    }

    private AttemptSpec work(InstanceRef instance, List<String> command, Map<String, String> env) {
        return AttemptSpecBuilder.of(instance)
                .workflowVersion(version)
                .run(new RunSpec(null, command, List.of(), env, ResourceSpec.DEFAULT, template))
                .actionKey(Sha256.of("key " + instance))
                .batch(new BatchSpec(max))
                .build();
    }
}
