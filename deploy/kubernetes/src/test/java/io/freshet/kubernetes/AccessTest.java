package io.freshet.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.kubernetes.RenderedChart.Rendered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may do what with the API server: the launcher, with pods where tasks run; nobody else, and nothing else. */
final class AccessTest {
    @ParameterizedTest
    @EnumSource
    void the_launcher_may_handle_pods_and_read_their_logs_and_nothing_more(ValueSet values) {
        RenderedChart chart = RenderedChart.of(values);
        List<Rendered> roles = chart.documents().stream()
                .filter(document -> document.kind().endsWith("Role"))
                .toList();

        assertEquals(1, roles.size());
        assertEquals("Role", roles.getFirst().kind());
        assertEquals(
                List.of(
                        Map.of(
                                "apiGroups", List.of(""),
                                "resources", List.of("pods"),
                                "verbs", List.of("create", "get", "list", "watch", "patch", "delete")),
                        Map.of(
                                "apiGroups", List.of(""),
                                "resources", List.of("pods/log"),
                                "verbs", List.of("get"))),
                roles.getFirst().tree().get("rules"));
    }

    @ParameterizedTest
    @EnumSource
    void it_is_granted_to_the_launchers_account_alone(ValueSet values) {
        RenderedChart chart = RenderedChart.of(values);
        List<Rendered> bindings = chart.documents().stream()
                .filter(document -> document.kind().endsWith("Binding"))
                .toList();

        assertEquals(1, bindings.size());
        Map<String, Object> binding = bindings.getFirst().tree();
        String launcher = chart.of("StatefulSet")
                .filter(workload -> workload.name().endsWith("-launcher"))
                .flatMap(Rendered::pods)
                .map(pod -> pod.get("serviceAccountName").toString())
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(Map.of("kind", "ServiceAccount", "name", launcher, "namespace", RenderedChart.NAMESPACE)),
                binding.get("subjects"));
        assertEquals(chart.of("Role").findFirst().orElseThrow().name(), Tree.text(binding, "roleRef", "name"));
    }

    @Test
    void the_role_is_where_tasks_run() {
        Rendered role =
                RenderedChart.of(ValueSet.PRODUCTION).of("Role").findFirst().orElseThrow();

        assertEquals("freshet-tasks", Tree.text(role.tree(), "metadata", "namespace"));
    }

    @ParameterizedTest
    @EnumSource
    void a_password_is_only_in_secrets_and_read_by_reference(ValueSet values) {
        RenderedChart chart = RenderedChart.of(values);
        for (Rendered document : chart.documents()) {
            if (document.kind().equals("Secret")) {
                continue;
            }
            String text = document.tree().toString();
            for (String password : List.of("it's", "password=secret", "value=secret", "password=\"secret\"")) {
                assertTrue(!text.contains(password), () -> document + " holds " + password);
            }
        }
        if (Set.of(ValueSet.MINIMAL, ValueSet.PRODUCTION).contains(values)) {
            assertEquals(0, chart.of("Secret").count());
        }
    }

    @Test
    void with_policies_only_launchers_reach_the_api_server_and_only_two_services_the_database() {
        for (Rendered policy :
                RenderedChart.of(ValueSet.PRODUCTION).of("NetworkPolicy").toList()) {
            String egress = Tree.at(policy.tree(), "spec", "egress").toString();
            assertEquals(policy.name().endsWith("-launcher"), egress.contains("port=6443"), policy::toString);
            assertEquals(
                    policy.name().endsWith("-scheduler") || policy.name().endsWith("-audit"),
                    egress.contains("port=5432"),
                    policy::toString);
            assertTrue(egress.contains("port=9093"), policy::toString);
        }
        assertEquals(
                5, RenderedChart.of(ValueSet.PRODUCTION).of("NetworkPolicy").count());
    }
}
