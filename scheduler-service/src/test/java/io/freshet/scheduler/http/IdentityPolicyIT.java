package io.freshet.scheduler.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.contracts.json.EventJson;
import io.freshet.scheduler.Bundles;
import io.freshet.scheduler.RunningScheduler;
import io.freshet.testkit.TestKafka;
import io.freshet.testkit.TestPostgres;
import io.freshet.testkit.WithKafka;
import io.freshet.testkit.WithPostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a deployment is told that asks for what it may not have. */
@WithKafka
@WithPostgres
class IdentityPolicyIT {
    private static final String POLICY = """
            apiVersion: freshet.io/v1
            kind: IdentityPolicy
            identities: {etl: {user: 20001, group: 20001}, admin: {user: 20009, group: 20009}}
            rules:
              - {name: clinical-etl, namespaces: ["clinical-*"], installers: [alice], identities: [etl], default: etl}
            """;

    @TempDir
    static Path directory;

    private static Path policy;
    private static RunningScheduler scheduler;
    private static HttpClient http;

    @BeforeAll
    static void start(TestKafka kafka, TestPostgres postgres) throws IOException {
        policy = Files.writeString(directory.resolve("identities.yaml"), POLICY);
        scheduler = RunningScheduler.start(
                kafka, postgres, directory, Map.of("freshet.identity.policy", policy.toString()));
        http = HttpClient.newHttpClient();
    }

    @BeforeEach
    void reset() throws IOException {
        Files.writeString(policy, POLICY);
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        scheduler.close();
    }

    @Test
    void deploys_what_the_policy_grants() throws Exception {
        assertEquals(201, deploy("clinical-eu", "alice", "").statusCode());
        assertEquals(
                201,
                deploy("clinical-us", "alice", "      runAs: {identity: etl}\n").statusCode());
    }

    @Test
    void refuses_an_identity_that_may_not_be_used_and_names_the_rule() throws Exception {
        HttpResponse<byte[]> answer = deploy("clinical-eu", "alice", "      runAs: {identity: admin}\n");

        assertEquals(422, answer.statusCode());
        JsonNode problem = EventJson.mapper().readTree(answer.body());
        assertEquals("invalid-workflow", problem.get("code").asText());
        JsonNode error = problem.get("errors").get(0);
        assertEquals("identity-denied", error.get("code").asText());
        assertEquals("workflow.yaml", error.get("file").asText());
        assertEquals(17, error.get("line").asInt());
        assertEquals(
                "identity policy, rule 'clinical-etl': identity 'admin' is not allowed to workflows of namespace"
                        + " 'clinical-eu' that 'alice' installed",
                error.get("message").asText());
        assertEquals(
                "say runAs: {identity: NAME} with one of etl", error.get("hint").asText());
    }

    @Test
    void refuses_who_no_rule_is_about_also_in_a_dry_run() throws Exception {
        assertTrue(errors(deploy("clinical-none", "bob", "")).getFirst().contains("rule 'no rule'"));
        assertTrue(errors(deploy("finance", "alice", "")).getFirst().contains("rule 'no rule'"));
        assertTrue(errors(deploy("finance?dryRun=true", "alice", "")).getFirst().contains("rule 'no rule'"));
    }

    @Test
    void lists_a_denial_with_the_other_errors() throws Exception {
        String root = "      runAs: {user: 0}\n      cache: {ttl: 1h}\n";

        List<String> errors = errors(deploy("clinical-eu", "alice", root));

        assertEquals(2, errors.size(), errors::toString);
        assertTrue(errors.get(0).contains("rule 'no root': user 0 is root"), errors::toString);
        assertTrue(errors.get(1).contains("not available yet"), errors::toString);
    }

    @Test
    void refuses_a_host_path_and_privileged_mode_and_names_the_rules() throws Exception {
        List<String> errors = errors(deploy("clinical-eu", "alice", "", """
                , pod: {volumes: [{name: root, hostPath: {path: /}}],\
                 sidecars: [{name: s, image: "a:1", securityContext: {privileged: true}}]}"""));

        assertEquals(
                List.of(
                        "rule pod.host-path: 'hostPath' is not allowed in volumes[0]",
                        "rule pod.privileged: a container is privileged"),
                errors);
    }

    @Test
    void a_change_of_the_policy_holds_for_the_next_deployment_and_a_broken_one_never() throws Exception {
        assertEquals(422, deploy("clinical-late", "carol", "").statusCode());

        Files.writeString(policy, POLICY.replace("[alice]", "[alice, carol]"));
        assertEquals(201, deploy("clinical-late", "carol", "").statusCode());

        Files.writeString(policy, POLICY.replace("20001", "0"));
        assertEquals(200, deploy("clinical-late", "carol", "").statusCode());
        assertEquals(422, deploy("clinical-late", "bob", "      priority: 1\n").statusCode());
    }

    @Test
    void what_is_unchanged_is_judged_as_whose_it_is_and_not_as_whose_it_would_be() throws Exception {
        assertEquals(201, deploy("clinical-same", "alice", "").statusCode());

        assertEquals(200, deploy("clinical-same", "bob", "").statusCode());
        Files.writeString(policy, POLICY.replace("[alice]", "[bob]"));

        List<String> errors = errors(deploy("clinical-same", "bob", ""));
        assertTrue(errors.getFirst().contains("namespace 'clinical-same' that 'alice' installed"), errors::toString);
        assertEquals(201, deploy("clinical-same", "bob", "      priority: 1\n").statusCode());
    }

    private static HttpResponse<byte[]> deploy(String target, String user, String more) throws Exception {
        return deploy(target, user, more, "");
    }

    /**
     * @param target the namespace, with a query where there is one
     * @param more of the task
     * @param run more of its {@code run}
     */
    private static HttpResponse<byte[]> deploy(String target, String user, String more, String run) throws Exception {
        String workflow = Bundles.workflow("claims", "extracts", "cleaned")
                        .replace("code: [clean.sh]}", "code: [clean.sh]" + run + "}")
                + more;
        String[] parts = target.split("\\?", 2);
        String query = parts.length == 2 ? "?" + parts[1] : "";
        HttpRequest request = HttpRequest.newBuilder(
                        scheduler.address().resolve("/api/v1/namespaces/" + parts[0] + "/workflows" + query))
                .header("X-Freshet-User", user)
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(Bundles.zip(Map.of("workflow.yaml", workflow, "clean.sh", "true\n"))))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static List<String> errors(HttpResponse<byte[]> answer) throws IOException {
        assertEquals(422, answer.statusCode());
        List<String> messages = new ArrayList<>();
        EventJson.mapper()
                .readTree(answer.body())
                .get("errors")
                .forEach(error -> messages.add(error.get("message").asText()));
        return messages;
    }
}
