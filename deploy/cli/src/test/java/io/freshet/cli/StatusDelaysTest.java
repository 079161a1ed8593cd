package io.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TaskRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Why something does not start is in the status, also where there are no failures. */
final class StatusDelaysTest {
    private static final String WHY = "Attempt 1 cannot start yet: no node takes its pod: 0/3 nodes are available";

    private AnsweringServer server;
    private InstanceState state = InstanceState.ADMITTED;

    @BeforeEach
    void start() throws IOException {
        server = new AnsweringServer((_, request) -> answer(request.toString()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Object answer(String request) {
        if (request.contains("/summary")) {
            return new StatusSummary(
                    List.of(new StatusSummary.TaskStatus(TaskRef.parse("prod/copy/copy"), Map.of(state, 2L))),
                    List.of());
        }
        if (request.contains("state=ADMITTED")) {
            return new Page<>(
                    List.of(
                            instance("waits", Reason.START_DELAYED, WHY),
                            instance("starts", Reason.SLOT_FREE, "It has a slot.")),
                    null);
        }
        return request.contains("/instances")
                ? new Page<InstanceInfo>(List.of(), null)
                : new Page<DatasetProblems>(List.of(), null);
    }

    private static InstanceInfo instance(String partition, Reason reason, String sentence) {
        return new InstanceInfo(
                InstanceRef.parse("prod/copy/copy/name=" + partition),
                InstanceState.ADMITTED,
                reason,
                sentence,
                "run-1",
                "attempt-1",
                Instant.parse("2026-01-05T06:00:00Z"));
    }

    @Test
    void names_what_cannot_start_and_why() {
        String said = status();

        assertTrue(said.contains("waiting to be started"), said);
        assertTrue(said.contains("prod/copy/copy/name=waits: " + WHY), said);
        assertFalse(said.contains("name=starts"), said);
    }

    @Test
    void asks_for_nothing_when_nothing_is_to_start() {
        state = InstanceState.SUCCEEDED;

        String said = status();

        assertFalse(said.contains("waiting to be started"), said);
        assertEquals(
                List.of(),
                server.asked().stream()
                        .filter(request -> request.contains("ADMITTED"))
                        .toList());
    }

    private String status() {
        String address = server.address().toString();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = Freshet.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int code = commandLine.execute("status", "--audit", address);
        assertEquals(ExitCode.OK, code, err.toString());
        return out.toString();
    }
}
