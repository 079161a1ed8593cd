package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.kubernetes.RenderedChart.Rendered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pod of the chart meets Pod Security 'restricted', field by field, and is bounded. */
final class RestrictedPodsTest {
    private static final Set<String> VOLUMES = Set.of(
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret");
    private static final List<String> OF_THE_HOST = List.of("hostNetwork", "hostPID", "hostIPC");

    @ParameterizedTest
    @EnumSource
    void pods_run_as_somebody_and_see_nothing_of_the_node(ValueSet values) {
        List<Rendered> workloads = workloads(values);
        assertTrue(workloads.size() >= 6, workloads::toString);
        for (Rendered workload : workloads) {
            Map<String, Object> pod = workload.pods().findFirst().orElseThrow();
            Map<String, Object> security = Tree.map(Tree.at(pod, "securityContext"));
            assertEquals(true, security.get("runAsNonRoot"), workload::toString);
            assertTrue((Integer) security.get("runAsUser") > 0, workload::toString);
            assertTrue((Integer) security.get("runAsGroup") > 0, workload::toString);
            assertEquals("RuntimeDefault", Tree.text(security, "seccompProfile", "type"));
            for (String forbidden : List.of("sysctls", "windowsOptions", "seLinuxOptions", "appArmorProfile")) {
                assertFalse(security.containsKey(forbidden), () -> workload + ": " + forbidden);
            }
            for (Object group : (List<?>) security.getOrDefault("supplementalGroups", List.of())) {
                assertTrue((Integer) group > 0, workload::toString);
                assertTrue(workload.name().endsWith("-launcher"), workload::toString);
            }
            OF_THE_HOST.forEach(field -> assertFalse(pod.containsKey(field), () -> workload + ": " + field));
            for (Map<String, Object> volume : Tree.maps(pod, "volumes")) {
                assertTrue(
                        volume.keySet().stream().allMatch(key -> key.equals("name") || VOLUMES.contains(key)),
                        volume::toString);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void containers_can_gain_nothing_and_are_bounded(ValueSet values) {
        for (Rendered workload : workloads(values)) {
            List<Map<String, Object>> containers =
                    workload.pods().flatMap(RestrictedPodsTest::containers).toList();
            assertFalse(containers.isEmpty(), workload::toString);
            for (Map<String, Object> container : containers) {
                Map<String, Object> security = Tree.map(Tree.at(container, "securityContext"));
                assertEquals(false, security.get("allowPrivilegeEscalation"));
                assertEquals(false, security.get("privileged"));
                assertEquals(true, security.get("readOnlyRootFilesystem"));
                assertEquals(true, security.get("runAsNonRoot"));
                assertEquals(Map.of("drop", List.of("ALL")), security.get("capabilities"));
                assertEquals(
                        Set.of(
                                "allowPrivilegeEscalation",
                                "privileged",
                                "readOnlyRootFilesystem",
                                "runAsNonRoot",
                                "capabilities"),
                        security.keySet());
                assertTrue(Tree.maps(container, "ports").stream().noneMatch(port -> port.containsKey("hostPort")));
                assertFalse(Tree.text(container, "resources", "requests", "cpu").isEmpty());
                assertFalse(
                        Tree.text(container, "resources", "requests", "memory").isEmpty());
                assertFalse(
                        Tree.text(container, "resources", "limits", "memory").isEmpty());
                assertTrue(Tree.maps(container, "volumeMounts").stream()
                        .anyMatch(mount -> mount.get("mountPath").equals("/tmp")));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_the_launcher_has_a_token_and_every_service_an_account_of_its_own(ValueSet values) {
        RenderedChart chart = RenderedChart.of(values);
        for (Rendered workload : workloads(values)) {
            boolean launcher = workload.name().endsWith("-launcher");
            workload.pods()
                    .forEach(
                            pod -> assertEquals(launcher, pod.get("automountServiceAccountToken"), workload::toString));
        }
        assertEquals(
                5,
                chart.of("StatefulSet")
                        .flatMap(Rendered::pods)
                        .map(pod -> pod.get("serviceAccountName"))
                        .distinct()
                        .count());
        chart.of("ServiceAccount")
                .forEach(account -> assertEquals(false, account.tree().get("automountServiceAccountToken")));
    }

    private static List<Rendered> workloads(ValueSet values) {
        return RenderedChart.of(values).documents().stream()
                .filter(document -> document.pods().findAny().isPresent())
                .toList();
    }

    private static Stream<Map<String, Object>> containers(Map<String, Object> pod) {
        return Stream.of("initContainers", "containers", "ephemeralContainers")
                .flatMap(field -> Tree.maps(pod, field).stream());
    }
}
