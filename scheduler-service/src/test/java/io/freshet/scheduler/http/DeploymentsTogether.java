package io.freshet.scheduler.http;

import static io.freshet.scheduler.http.RestCaller.assertProblem;
import static io.freshet.scheduler.http.RestCaller.json;
import static io.freshet.scheduler.http.RestCaller.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.scheduler.Bundles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deployments of several workflows at once; a part of {@link RestApiIT}, which runs it. */
abstract class DeploymentsTogether {
    private final RestCaller rest;

    DeploymentsTogether(RestCaller rest) {
        this.rest = rest;
    }

    @Test
    void deploys_several_workflows_that_can_only_change_together() throws Exception {
        String daily = "{source}/{date:yyyy-MM-dd}/*.csv";
        String monthly = "{source}/{date:yyyy-MM}/*.csv";
        String together = "/api/v1/namespaces/related/deployments";
        JsonNode deployed = json(rest.upload(together, Bundles.related(daily)));

        HttpResponse<byte[]> alone = rest.upload(
                "/api/v1/namespaces/related/workflows",
                Bundles.zip(Map.of(
                        "workflow.yaml",
                        Bundles.workflow("first", "raw", "made").replace(daily, monthly),
                        "clean.sh",
                        "true")));
        HttpResponse<byte[]> foreseen = rest.upload(together + "?dryRun=true", Bundles.related(monthly));
        HttpResponse<byte[]> changed = rest.upload(together, Bundles.related(monthly));
        HttpResponse<byte[]> again = rest.upload(together, Bundles.related(monthly));

        assertEquals(
                "related/first",
                deployed.get("workflows").get(0).get("workflow").asText());
        assertEquals(
                "related/second",
                deployed.get("workflows").get(1).get("workflow").asText());
        assertProblem(alone, 422, "invalid-workflow");
        assertTrue(text(alone).contains("dataset-differs"), () -> text(alone));
        assertEquals(200, foreseen.statusCode(), () -> text(foreseen));
        assertEquals(201, changed.statusCode(), () -> text(changed));
        assertEquals(List.of(2, 2), versions(changed));
        assertEquals(List.of(2, 2), versions(foreseen));
        assertEquals(200, again.statusCode());
    }

    @Test
    void deploys_none_of_several_if_one_cannot_be_and_says_which() throws Exception {
        String together = "/api/v1/namespaces/none/deployments";
        Map<String, String> files = new HashMap<>();
        files.put("good/workflow.yaml", Bundles.workflow("good", "raw", "made"));
        files.put("good/clean.sh", "true");
        files.put("bad/workflow.yaml", Bundles.workflow("bad", "raw", "made"));

        HttpResponse<byte[]> refused = rest.upload(together, Bundles.zip(files));

        assertProblem(refused, 422, "invalid-workflow");
        List<String> places = new ArrayList<>();
        json(refused)
                .get("errors")
                .forEach(error -> places.add(
                        error.get("file").asText() + " " + error.get("code").asText()));
        assertEquals(
                List.of(
                        "bad/workflow.yaml two-producers",
                        "bad/workflow.yaml missing-file",
                        "good/workflow.yaml two-producers"),
                places);
        assertEquals(
                0,
                json(rest.send("GET", "/api/v1/namespaces/none/workflows", "", it -> it))
                        .get("items")
                        .size());

        files.put("bad/workflow.yaml", Bundles.workflow("good", "raw", "other"));
        files.put("bad/clean.sh", "true");
        assertTrue(text(rest.upload(together, Bundles.zip(files))).contains("duplicate-name"));
        assertProblem(rest.upload(together, Bundles.claims("true")), 422, "invalid-bundle");
    }

    @Test
    void refuses_two_workflows_that_read_each_others_outputs() throws Exception {
        String together = "/api/v1/namespaces/circle/deployments";
        Map<String, String> files = new HashMap<>();
        files.put("one/workflow.yaml", Bundles.workflow("one", "a", "b").replace("landing/", ""));
        files.put("one/clean.sh", "true");
        files.put("two/workflow.yaml", Bundles.workflow("two", "b", "a").replace("landing/", ""));
        files.put("two/clean.sh", "true");

        HttpResponse<byte[]> refused = rest.upload(together, Bundles.zip(files));

        assertProblem(refused, 422, "invalid-workflow");
        assertTrue(text(refused).contains("cycle"), () -> text(refused));
    }

    private static List<Integer> versions(HttpResponse<byte[]> answer) throws IOException {
        List<Integer> versions = new ArrayList<>();
        json(answer)
                .get("workflows")
                .forEach(workflow -> versions.add(workflow.get("version").asInt()));
        return versions;
    }
}
