package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.RunAccepted;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.TaskEvent.WorkflowFaulted;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.testkit.spec.CopyBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Who waits for a faulted workflow, or wants something of it, is told the reason at once. */
final class FaultedWorkflowTest {
    private static final WorkflowRef WORKFLOW = WorkflowRef.parse("prod/copy");
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    private static final String REASON = "an event of 9,000,000 bytes is larger than 8,388,608";

    @TempDir
    private Path directory;

    private AnsweringServer server;
    private int faultedVersion = 2;

    @BeforeEach
    void start() throws IOException {
        server = new AnsweringServer((method, request) -> answer(method, request.getPath()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Object answer(String method, String path) {
        if (path.endsWith("/summary")) {
            return new StatusSummary(
                    List.of(),
                    List.of(new FaultedWorkflow(
                            WORKFLOW, faultedVersion, WorkflowFaulted.Code.RECORD_TOO_LARGE, REASON, null, NOW)));
        }
        if (path.endsWith("/datasets")) {
            return new Page<>(List.of(), null);
        }
        if (path.endsWith("/problems")) {
            return new DatasetProblems(DatasetRef.parse("prod/in"), List.of(), null, NOW);
        }
        if (path.endsWith("/forecast")) {
            return List.of();
        }
        if (method.equals("POST") && path.endsWith("/runs")) {
            return new RunAccepted("run-1", "request-1");
        }
        if (method.equals("POST")) {
            return new DeployedWorkflow(WORKFLOW, 2, Sha256.of("bundle"), List.of("copy"), false, true);
        }
        return path.endsWith("/runs") ? new Page<RunInfo>(List.of(), null) : run();
    }

    private static RunInfo run() {
        return new RunInfo("run-1", WORKFLOW, RunState.RUNNING, null, null, 1, NOW, null, null, null, List.of(), "");
    }

    @Test
    void deploying_and_waiting_ends_when_the_version_made_it_faulted() throws IOException {
        Said said = say("deploy", CopyBundle.in(directory).toString(), "--wait", "--timeout", "60s");

        assertRefused(said);
    }

    @Test
    void a_fault_of_the_version_before_ends_no_waiting() throws IOException {
        faultedVersion = 1;

        Said said = say("deploy", CopyBundle.in(directory).toString(), "--wait", "--timeout", "3s");

        assertTrue(said.err().contains("has not finished in time"), said.err());
    }

    @Test
    void waiting_for_a_run_of_it_ends() {
        assertRefused(say("run", "prod/copy", "--wait", "--timeout", "60s"));
    }

    @Test
    void a_trial_of_it_ends() {
        assertRefused(say("run", "prod/copy", "--dry-run", "--timeout", "60s"));
    }

    @Test
    void cancelling_a_run_of_it_is_not_even_asked_for() {
        assertRefused(say("cancel", "run-1"));
        assertEquals(
                List.of(),
                server.asked().stream()
                        .filter(request -> !request.startsWith("GET"))
                        .toList());
    }

    @Test
    void resuming_it_says_that_it_was_asked_for() {
        Said said = say("workflow", "resume", "prod/copy");

        assertEquals("prod/copy is asked to go on\n", said.out());
        assertTrue(server.asked().contains("POST /api/v1/namespaces/prod/workflows/copy/resume"));
    }

    @Test
    void resuming_another_says_that_there_is_nothing_to_resume() {
        Said said = say("workflow", "resume", "prod/other");

        assertEquals(ExitCode.OK, said.code());
        assertEquals("prod/other is not faulted: there is nothing to resume\n", said.out());
    }

    private static void assertRefused(Said said) {
        assertEquals(ExitCode.FAILED, said.code(), said.err());
        assertTrue(said.err().contains("prod/copy is faulted"), said.err());
        assertTrue(said.err().contains(REASON), said.err());
        assertTrue(said.err().contains("freshet workflow resume prod/copy"), said.err());
    }

    private record Said(int code, String out, String err) {}

    private Said say(String... words) {
        String address = server.address().toString();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--audit", address, "--scheduler", address));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Freshet.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute(all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
