package io.freshet.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.AnsweringServer;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.WorkflowParser;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a made-up audit service, which knows of a report of the one dataset from some question on. */
final class FirstLookTest {
    private static final DatasetRef RAW = DatasetRef.parse("prod/raw");
    private static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: copy}
            spec:
              datasets:
                raw: {path: raw, layout: "{k}.csv", watch: {settle: 0s}}
                made: {path: made, layout: "{k}.csv"}
              tasks:
                copy: {inputs: {raw: {}}, outputs: {made: {}}, run: {command: [sh, -c, "true"]}}
            """;

    private final AtomicInteger questions = new AtomicInteger();
    private AnsweringServer server;
    private AuditClient audit;
    private int unanswered;
    private boolean watched = true;

    @BeforeEach
    void start() throws IOException {
        server = new AnsweringServer((_, request) -> answer(request.getPath()));
        audit = new AuditClient(server.address());
    }

    @AfterEach
    void stop() {
        audit.close();
        server.close();
    }

    @Test
    void waits_until_a_watcher_has_reported_on_a_dataset_that_none_had_seen() throws Exception {
        unanswered = 4;
        FirstLook look = new FirstLook(audit, "prod", spec());
        assertEquals(1, questions.get());

        look.await(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));

        assertEquals(5, questions.get());
    }

    @Test
    void waits_for_nothing_that_is_watched_already() throws Exception {
        FirstLook look = new FirstLook(audit, "prod", spec());

        look.await(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));

        assertEquals(1, questions.get());
    }

    @Test
    void waits_for_no_dataset_that_another_workflow_makes() throws Exception {
        unanswered = Integer.MAX_VALUE;
        watched = false;
        FirstLook look = new FirstLook(audit, "prod", spec());

        look.await(System.nanoTime() + TimeUnit.MINUTES.toNanos(1));

        assertEquals(1, questions.get());
    }

    @Test
    void waits_no_longer_than_it_may() throws Exception {
        unanswered = Integer.MAX_VALUE;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);

        new FirstLook(audit, "prod", spec()).await(deadline);

        assertTrue(System.nanoTime() >= deadline);
        assertTrue(questions.get() > 1);
    }

    private static WorkflowSpec spec() {
        return switch (WorkflowParser.parse("workflow.yaml", WORKFLOW)) {
            case ParseResult.Parsed parsed -> parsed.spec();
            case ParseResult.Invalid invalid -> throw new IllegalStateException(invalid.toString());
        };
    }

    private Object answer(String path) {
        if (!path.endsWith("/problems")) {
            return new Page<>(List.of(dataset()), null);
        }
        return questions.incrementAndGet() <= unanswered
                ? Problem.of(ProblemCode.NOT_FOUND, "made up")
                : new DatasetProblems(RAW, List.of(), null, Instant.EPOCH);
    }

    private DatasetInfo dataset() {
        return new DatasetInfo(RAW, "raw", "{k}.csv", watched, null, List.of(), true, 0, 0, 0, null, null);
    }
}
