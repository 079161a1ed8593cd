package io.freshet.language.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.BatchSpec;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.contracts.spec.ResourceSpec;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.contracts.spec.RunSpec;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.pod.PodTemplateRules.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodTemplateRulesTest {
    private static final Path EVERYTHING = Path.of("src/test/resources/workflow/pod.yaml");

    @Test
    void all_that_is_documented_is_allowed() throws IOException {
        PodTemplate template = template(Files.readString(EVERYTHING));

        assertEquals(Set.copyOf(PodKeys.POD.names()), template.tree().keySet());
        assertEquals(List.of(), PodTemplateRules.violations(template));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    volumes: [{name: v, hostPath: {path: /}}]                        | pod.host-path
                    hostNetwork: true                                                | pod.host-namespace
                    hostIPC: true                                                    | pod.host-namespace
                    hostUsers: true                                                  | pod.host-namespace
                    sidecars: [{name: s, image: a, ports: [{hostPort: 80}]}]         | pod.host-namespace
                    sidecars: [{name: s, image: a, lifecycle: {preStop: {httpGet: {host: a, port: 1}}}}] | pod.host-probe
                    sidecars: [{name: s, image: a, startupProbe: {tcpSocket: {host: a, port: 1}}}] | pod.host-probe
                    privileged: true                                                 | pod.privileged
                    sidecars: [{name: s, image: a, securityContext: {privileged: "false"}}] | pod.privileged
                    sidecars: [{name: s, image: a, securityContext: {allowPrivilegeEscalation: true}}] | pod.privilege-escalation
                    securityContext: {runAsUser: 0}                                  | pod.run-as-root
                    securityContext: {supplementalGroups: [5, 0]}                    | pod.run-as-root
                    securityContext: {fsGroup: 0}                                    | pod.run-as-root
                    securityContext: {runAsNonRoot: false}                           | pod.run-as-root
                    securityContext: {runAsUser: 1000}                               | pod.run-as
                    securityContext: {runAsNonRoot: true}                            | pod.run-as
                    sidecars: [{name: s, image: a, securityContext: {runAsUser: 5}}] | pod.run-as
                    securityContext: {capabilities: {add: [SYS_ADMIN]}}              | pod.capabilities
                    securityContext: {procMount: Unmasked}                           | pod.proc-mount
                    securityContext: {seccompProfile: {type: Unconfined}}            | pod.seccomp
                    securityContext: {seccompProfile: {}}                            | pod.seccomp
                    annotations: {seccomp.security.alpha.kubernetes.io/pod: x}       | pod.seccomp
                    securityContext: {appArmorProfile: {type: Unconfined}}           | pod.apparmor
                    securityContext: {seLinuxOptions: {user: system_u}}              | pod.selinux
                    serviceAccountName: admin                                        | pod.service-account
                    serviceAccount: admin                                            | pod.service-account
                    automountServiceAccountToken: true                               | pod.service-account-token
                    volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}] | pod.service-account-token
                    priorityClassName: system-cluster-critical                       | pod.system-priority
                    volumes: [{name: v, persistentVolumeClaim: {claimName: storage}}] | pod.storage-claim
                    volumeMounts: [{name: other, mountPath: /x}]                     | pod.unknown-volume
                    sidecars: [{name: s, image: a, volumeMounts: [{name: other, mountPath: /x}]}] | pod.unknown-volume
                    env: [{name: TRACEPARENT, value: x}]                             | pod.reserved-name
                    labels: {task.freshet.io/attempt: x}                             | pod.reserved-name
                    nodeName: node-1                                                 | pod.unknown-key
                    shareProcessNamespace: true                                      | pod.unknown-key
                    sidecars: [{name: s, image: a, stdin: true}]                     | pod.unknown-key
                    volumes: {name: v}                                               | pod.bad-value
                    sidecars: [{name: s}]                                            | pod.bad-value
                    """)
    void what_reaches_beyond_the_pod_is_refused_by_its_rule(String yaml, String rule) {
        List<Violation> violations = PodTemplateRules.violations(template(yaml), Set.of("storage"));

        List<String> rules =
                violations.stream().map(each -> each.rule().toString()).toList();
        assertTrue(rules.contains(rule), violations.toString());
    }

    @Test
    void a_token_may_be_projected_where_it_is_asked_for() {
        String volumes = "volumes: [{name: t, projected: {sources: [{serviceAccountToken: {path: t}}]}}]\n";

        assertEquals(List.of(), PodTemplateRules.violations(template(volumes + "serviceAccountToken: true")));
        assertFalse(PodTemplateRules.violations(template(volumes + "serviceAccountToken: false"))
                .isEmpty());
    }

    @Test
    void what_is_too_large_for_an_event_is_refused() {
        PodTemplate template = new PodTemplate(Map.of("labels", Map.of("a", "x".repeat(40_000))));

        assertEquals(
                List.of(PodRule.TOO_LARGE),
                PodTemplateRules.violations(template).stream()
                        .map(Violation::rule)
                        .toList());
    }

    @Test
    void a_violation_names_rule_place_and_what_would_be_right() {
        Violation violation = PodTemplateRules.violations(template("volumes: [{name: v, hostPath: {path: /}}]"))
                .getFirst();

        assertEquals("volumes[0].hostPath", violation.path());
        assertEquals(
                "rule pod.host-path: run.pod.volumes[0].hostPath: 'hostPath' is not allowed in volumes[0]; "
                        + "use an emptyDir, a configMap, a secret or a persistentVolumeClaim",
                violation.toString());
    }

    @Test
    void every_rule_has_an_example_here_or_among_the_invalid_workflows() throws IOException {
        Set<PodRule> unused = EnumSet.allOf(PodRule.class);
        String told = Files.readString(Path.of("src/test/resources/workflow/invalid/pod.txt"));
        unused.removeIf(rule -> told.contains("rule %s:".formatted(rule)));

        // Of the rest one needs to know the claim and one is about size: see above.
        assertEquals(EnumSet.of(PodRule.STORAGE_CLAIM, PodRule.TOO_LARGE), unused);
    }

    @Test
    void survives_the_way_through_an_event() throws IOException {
        PodTemplate template = template(Files.readString(EVERYTHING));
        RunSpec run = new RunSpec(null, List.of("true"), List.of(), Map.of(), ResourceSpec.DEFAULT, template);

        RunSpec read = EventJson.mapper().readValue(EventJson.mapper().writeValueAsString(run), RunSpec.class);

        assertEquals(run, read);
        assertEquals(
                List.copyOf(template.tree().keySet()),
                List.copyOf(assertNotNullPod(read).tree().keySet()));
    }

    @Test
    void what_earlier_versions_wrote_is_read() throws JsonProcessingException {
        String json = "{\"command\": [\"true\"], \"code\": [], \"env\": {}, \"resources\": {}}";

        assertNull(EventJson.mapper().readValue(json, RunSpec.class).pod());
        assertEquals(new BatchSpec(1), EventJson.mapper().readValue("1", BatchSpec.class));
        assertEquals(new BatchSpec(7), EventJson.mapper().readValue("{\"max\": 7}", BatchSpec.class));
        assertEquals(
                RunAsSpec.numbered(1, 2), EventJson.mapper().readValue("{\"user\": 1, \"group\": 2}", RunAsSpec.class));
    }

    @Test
    void nobody_changes_a_template_that_was_made() {
        Map<String, Object> labels = new HashMap<>(Map.of("a", "b"));
        PodTemplate template = new PodTemplate(Map.of("labels", labels));

        labels.put("c", "d");

        assertEquals(Map.of("a", "b"), template.get("labels"));
        assertThrows(UnsupportedOperationException.class, () -> template.tree().clear());
        assertThrows(IllegalArgumentException.class, () -> new PodTemplate(Map.of("labels", new Object())));
    }

    private static PodTemplate assertNotNullPod(RunSpec run) {
        PodTemplate pod = run.pod();
        assertNotNull(pod);
        return pod;
    }

    /** Read as an author's, without the checks of the workflow. */
    static PodTemplate template(String yaml) {
        var document = io.freshet.language.yaml.YamlDocument.read(yaml);
        var root = document.root()
                .orElseThrow(() -> new AssertionError(
                        document.problems().stream().map(Object::toString).collect(Collectors.joining("\n"))));
        SpecErrors errors = new SpecErrors(SourceMap.of("pod.yaml", document), document);
        PodTemplate template =
                new PodTemplateReader(new ValueReaders(errors)).read(root).orElseThrow();
        assertEquals(List.of(), errors.all());
        return template;
    }
}
