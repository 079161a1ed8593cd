package io.freshet.launcher.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.domain.TaskTracing;
import io.freshet.launcher.kubernetes.PodOrdersFixture;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskPodTest {
    private static final Path ROOT = Path.of("/var/lib/freshet");

    @TempDir
    Path templates;

    @Test
    void gives_a_plain_task_what_it_needs_and_nothing_else() throws IOException {
        check("plain", PodOrdersFixture.order(ResourceSpec.DEFAULT, null));
    }

    @Test
    void lays_the_tasks_template_over_those_of_namespace_and_installation() throws IOException {
        Files.writeString(templates.resolve("default.yaml"), """
                labels: {kueue.x-k8s.io/queue-name: everybody}
                tolerations: [{key: batch, operator: Exists}]
                imagePullPolicy: IfNotPresent
                imagePullSecrets: [{name: registry}]
                """);
        Files.writeString(templates.resolve("prod.yaml"), """
                labels: {kueue.x-k8s.io/queue-name: production}
                nodeSelector: {disk: fast}
                priorityClassName: production
                schedulerName: volcano
                """);
        PodTemplate own = new PodTemplate(tree("""
                annotations: {owner: clinical}
                nodeSelector: {memory: large}
                tolerations: [{key: gpu, operator: Exists}]
                terminationGracePeriodSeconds: 60
                affinity:
                  nodeAffinity:
                    preferredDuringSchedulingIgnoredDuringExecution:
                      - {weight: 1, preference: {matchExpressions: [{key: zone, operator: In, values: [a]}]}}
                env:
                  - {name: PASSWORD, valueFrom: {secretKeyRef: {name: warehouse, key: password}}}
                envFrom: [{configMapRef: {name: settings}}]
                volumes: [{name: reference, configMap: {name: reference}}]
                volumeMounts: [{name: reference, mountPath: /reference, readOnly: true}]
                initContainers: [{name: fetch, image: 'example.com/fetch:1', command: [fetch]}]
                sidecars: [{name: proxy, image: 'example.com/proxy:1'}]
                """));

        check("templates", PodOrdersFixture.order(new ResourceSpec("2", "4Gi"), own));
    }

    @Test
    void refuses_what_the_installations_template_may_not_say_either() throws IOException {
        Files.writeString(templates.resolve("prod.yaml"), "hostNetwork: true\nserviceAccountName: admin");

        PodFactory.Ordered.Refused refused = assertInstanceOf(
                PodFactory.Ordered.Refused.class,
                orders().pod(PodOrdersFixture.order(ResourceSpec.DEFAULT, null), view()));

        assertTrue(refused.message().contains("prod.yaml"), refused.message());
        assertTrue(refused.message().contains("pod.host-namespace"), refused.message());
        assertTrue(refused.message().contains("pod.service-account"), refused.message());
    }

    @Test
    void refuses_at_launch_what_a_task_may_not_ask_for() {
        PodTemplate own = new PodTemplate(tree("volumes: [{name: host, hostPath: {path: /etc}}]"));

        PodFactory.Ordered.Refused refused = assertInstanceOf(
                PodFactory.Ordered.Refused.class,
                orders().pod(PodOrdersFixture.order(ResourceSpec.DEFAULT, own), view()));

        assertTrue(refused.message().contains("host-path"), refused.message());
    }

    @Test
    void makes_label_values_of_long_names() {
        assertEquals("short", PodLabels.value("short"));
        assertTrue(PodLabels.value("x".repeat(64)).length() <= 63);
        assertTrue(PodLabels.value("date=2026-01-05/site=a").matches("[a-z0-9]+"));
    }

    private void check(String name, LaunchAttempt launch) {
        Golden.check(Path.of("src/test/resources/pods/" + name + ".yaml"), Serialization.asYaml(pod(launch)));
    }

    private Pod pod(LaunchAttempt launch) {
        return assertInstanceOf(PodFactory.Ordered.Wanted.class, orders().pod(launch, view()))
                .pod();
    }

    private PodFactory orders() {
        return new PodFactory(
                new KubernetesSettings(
                        "tasks",
                        "freshet-data",
                        ROOT,
                        "launcher-0",
                        "example.com/task:1",
                        "500m",
                        "512Mi",
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        8,
                        TaskTracing.ALL),
                _ -> new IdentityDecision.Granted(
                        new TaskIdentity("etl", 20_001, 20_002, List.of(30_000), "etl"), "everybody"),
                templates,
                false);
    }

    private static AttemptView view() {
        Map<String, String> environment = new LinkedHashMap<>();
        Path directory = ROOT.resolve(".freshet/attempts/copy-1");
        environment.put("FRESHET_ATTEMPT", "copy-1");
        environment.put("FRESHET_OUT_MADE", directory.resolve("out/made").toString());
        return new AttemptView(directory, environment);
    }

    private static Map<String, Object> tree(@Nullable String yaml) {
        return TemplateMerge.tree(Serialization.unmarshal(yaml, Map.class));
    }
}
