package io.freshet.launcher.batch;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.launcher.kubernetes.BatchMembers;
import io.freshet.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BatchPodsTest {
    private final BatchMembers members = new BatchMembers(Path.of("/var/lib/freshet"));

    @Test
    void shows_the_pod_what_its_attempts_need_and_nothing_else() {
        members.template = new PodTemplate(Map.of(
                "env",
                List.of(Map.of(
                        "name",
                        "PASSWORD",
                        "valueFrom",
                        Map.of("secretKeyRef", Map.of("name", "warehouse", "key", "password"))))));
        BatchMember one = members.unbuilt("copy", List.of("copy", "--from", "it's"), Map.of("MODE", "fast"));
        BatchMember two = members.unbuilt("copy", List.of("copy"), Map.of("MODE", "fast"));
        List<BatchMember> all = List.of(one, two);

        Golden.check(
                Path.of("src/test/resources/pods/batch.yaml"),
                Serialization.asYaml(members.pod(BatchPods.name(all), all)));
        Golden.check(Path.of("src/test/resources/pods/batch-order.txt"), BatchPods.order(one, all));
    }
}
