package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.DeployedWorkflows;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Several directories are one request and one answer. */
class DeployTogetherTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void sends_several_workflows_at_once_and_shows_each() throws Exception {
        Path one = workflow("one", "one");
        Path two = workflow("two", "two");
        try (AnsweringServer server = new AnsweringServer(
                (method, uri) -> new DeployedWorkflows(List.of(deployed("one"), deployed("two"))))) {
            int code = run("deploy", one.toString(), two.toString(), "--scheduler=" + server.address());

            assertEquals(ExitCode.OK, code, err.toString());
            assertEquals(List.of("POST /api/v1/namespaces/prod/deployments"), server.asked());
            assertEquals(2, out.toString().lines().count(), out.toString());
        }
    }

    @Test
    void refuses_two_directories_with_one_workflow_and_asks_nobody() throws Exception {
        Path one = workflow("one", "same");
        Path two = workflow("two", "same");
        try (AnsweringServer server = new AnsweringServer((method, uri) -> "")) {
            int code = run("deploy", one.toString(), two.toString(), "--scheduler=" + server.address());

            assertEquals(ExitCode.REFUSED, code);
            assertEquals(List.of(), server.asked());
            assertTrue(err.toString().contains("two of the directories have a workflow 'same'"), err.toString());
        }
    }

    @Test
    void validate_refuses_what_cannot_be_packed_as_a_deployment_does() throws Exception {
        Path one = workflow("one", "one");
        assertEquals(ExitCode.OK, run("validate", one.toString()), err.toString());
        try (RandomAccessFile zeros = new RandomAccessFile(one.resolve("zeros").toFile(), "rw")) {
            zeros.setLength(20L << 20);
        }

        int validated = run("validate", one.toString());
        int deployed = run("deploy", one.toString(), "--scheduler=http://127.0.0.1:1");

        assertEquals(ExitCode.REFUSED, validated);
        assertEquals(ExitCode.REFUSED, deployed);
    }

    private Path workflow(String place, String name) throws IOException {
        Path bundle = Files.createDirectory(directory.resolve(place));
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %1$s}
                spec:
                  datasets: {raw-%1$s: {}, made-%1$s: {}}
                  tasks:
                    make: {inputs: [raw-%1$s], outputs: [made-%1$s], run: {command: [sh, -c, "true"]}}
                """.formatted(name));
        return bundle;
    }

    private static DeployedWorkflow deployed(String name) {
        return new DeployedWorkflow(new WorkflowRef("prod", name), 1, Sha256.of(name), List.of("make"), false, true);
    }

    private int run(String... words) {
        CommandLine command = Freshet.commandLine(words);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(words);
    }
}
