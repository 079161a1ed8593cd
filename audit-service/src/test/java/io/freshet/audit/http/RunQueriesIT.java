package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.history.PlausibleHistory;
import io.freshet.contracts.api.AttemptDetail;
import io.freshet.contracts.api.AttemptInfo;
import io.freshet.contracts.api.AttemptState;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceDetail;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PublicationStatus;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.Settled;
import io.freshet.contracts.api.SpanInfo;
import io.freshet.contracts.api.TraceDetail;
import io.freshet.contracts.api.TraceInfo;
import io.freshet.contracts.api.WantedTraces;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.ReadyCommand.TaskWithdrawn;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Questions about runs, instances, attempts and their output, asked over HTTP by the typed client. */
final class RunQueriesIT extends WithRunningAudit {
    @Test
    void lists_runs_newest_first_page_by_page() throws IOException {
        Filter two = Filter.ANY.namespace(namespace).workflow("claims").limit(2);

        Page<RunInfo> first = client.runs(two);
        Page<RunInfo> second = client.runs(two.after(first.next()));

        assertEquals(List.of(audit.failedRun(), audit.correctedRun()), ids(first));
        assertEquals(audit.northRun(), ids(second).getLast());
        assertNull(second.next());
        assertEquals(
                List.of(audit.failedRun()),
                ids(client.runs(Filter.ANY.namespace(namespace).state(RunState.FAILED))));
        assertEquals(List.of(), ids(client.runs(Filter.ANY.namespace("test"))));
        assertEquals(
                4,
                client.runs(Filter.ANY.namespace(namespace).since(START))
                        .items()
                        .size());
        assertEquals(
                0,
                client.runs(Filter.ANY.namespace(namespace).since(START.plusSeconds(900)))
                        .items()
                        .size());
    }

    @Test
    void finds_traces_and_shows_what_took_how_long() throws IOException {
        WantedTraces ofRun = WantedTraces.of(audit.failedRun());

        TraceInfo trace = client.traces(ofRun, Filter.ANY).items().getFirst();
        TraceDetail detail = client.trace(trace.trace().substring(0, 20));

        assertEquals(trace, detail.trace());
        assertEquals("files changed", trace.name());
        assertEquals(3, trace.errors());
        assertEquals(detail.spans().size(), trace.spans());
        assertEquals(
                List.of("decide", "files changed", "launch", "process", "queue", "run claims", "task clean"),
                detail.spans().stream().map(SpanInfo::name).sorted().toList());
        assertEquals(
                1, detail.spans().stream().filter(span -> span.parent() == null).count());
        assertEquals(
                trace.trace(),
                TraceIds.trace(client.run(audit.failedRun()).cause().id()));
    }

    @Test
    void searches_traces_by_what_is_in_them() throws IOException {
        InstanceRef north = history.cleanOf(RunningAudit.NORTH);
        InstanceRef bad = history.cleanOf(RunningAudit.BAD);
        Duration hour = Duration.ofHours(1);

        assertEquals(2, traces(new WantedTraces(null, north, null, null, false, null, null)));
        assertEquals(0, traces(new WantedTraces(null, north, null, null, true, null, null)));
        assertEquals(1, traces(new WantedTraces(null, bad, null, null, true, null, null)));
        assertEquals(3, traces(new WantedTraces(null, null, history.cleaned(), null, false, START, null)));
        assertEquals(0, traces(new WantedTraces(null, north, null, hour, false, null, null)));
        assertEquals(0, traces(new WantedTraces(null, north, null, null, false, null, START)));
        assertEquals(0, traces(new WantedTraces(null, north, null, null, false, START.plus(hour), null)));
        Page<TraceInfo> first =
                client.traces(new WantedTraces(null, north, null, null, false, null, null), Filter.ANY.limit(1));
        assertEquals(
                1,
                client.traces(
                                new WantedTraces(null, north, null, null, false, null, null),
                                Filter.ANY.limit(1).after(first.next()))
                        .items()
                        .size());
    }

    private int traces(WantedTraces wanted) throws IOException {
        return client.traces(wanted, Filter.ANY).items().size();
    }

    @Test
    void tells_what_a_run_came_from_and_did() throws IOException {
        RunInfo run = client.run(audit.failedRun());

        assertEquals(RunState.FAILED, run.state());
        assertEquals(history.workflow(), run.workflow());
        assertEquals(Cause.Kind.FILES_CHANGED, run.cause().kind());
        assertEquals(1, run.workflowVersion());
        assertEquals(1, run.counts().failed());
        assertEquals(1, run.counts().blocked());
        assertEquals(
                List.of(InstanceState.BLOCKED, InstanceState.FAILED),
                states(client.instances(Filter.ANY.run(audit.failedRun()))));
        assertEquals(
                List.of(InstanceState.FAILED),
                states(client.instances(Filter.ANY.run(audit.failedRun()).state(InstanceState.FAILED))));
    }

    @Test
    void counts_an_open_run_live_and_answers_a_wait_when_it_finishes() throws Exception {
        PlausibleHistory open = new PlausibleHistory(START.plusSeconds(60), "live");
        Cause cause = open.arrived(NORTH, "live");
        String run = open.begin(cause);
        InstanceRef clean = open.cleanOf(NORTH);
        String attempt = open.attempt(
                clean, run, Reason.NEW, List.of(open.input("extracts", open.extracts(), true, List.of(NORTH))));
        audit.send(open);

        eventually(LIMIT, () -> assertEquals(1, client.run(run).counts().active()));
        eventually(
                LIMIT,
                () -> assertEquals(List.of(InstanceState.RUNNING), states(client.instances(Filter.ANY.run(run)))));
        assertEquals(
                RunState.RUNNING, client.awaitRun(run, Duration.ofMillis(50)).state());
        assertFalse(client.awaitSettled(open.workflow(), Duration.ZERO).settled());

        CompletableFuture<RunInfo> waiting = async(() -> client.awaitRun(run, LIMIT));
        CompletableFuture<Settled> settling = async(() -> client.awaitSettled(open.workflow(), LIMIT));
        PlausibleHistory end = open.goingOn();
        end.succeed(clean, attempt, run, open.cleaned(), NORTH, "clean");
        end.end(run, cause, RunFinished.State.SUCCEEDED, new RunFinished.Summary(1, 0, 0, 0, 0, 0, 0, 0));
        audit.send(end);

        assertEquals(RunState.SUCCEEDED, waiting.get().state());
        assertEquals(1, waiting.get().counts().executed());
        assertTrue(settling.get().settled(), settling.get()::toString);
    }

    @Test
    void what_a_run_made_is_published_once_its_directories_show_it_and_no_sooner() throws Exception {
        PlausibleHistory log = new PlausibleHistory(START.plusSeconds(120), "publishing");
        log.deployed(1);
        Cause cause = log.arrived(NORTH, "v1");
        String run = log.begin(cause);
        InstanceRef clean = log.cleanOf(NORTH);
        String attempt = log.attempt(
                clean, run, Reason.NEW, List.of(log.input("extracts", log.extracts(), true, List.of(NORTH))));
        audit.send(log);
        eventually(LIMIT, () -> assertEquals(RunState.RUNNING, client.run(run).state()));
        assertFalse(client.awaitPublication(run, Duration.ZERO).complete());
        CompletableFuture<PublicationStatus> waiting = async(() -> client.awaitPublication(run, LIMIT));

        PlausibleHistory end = log.goingOn();
        PartitionPublished published = end.accepted(clean, attempt, run, log.cleaned(), NORTH, "clean");
        end.end(run, cause, RunFinished.State.SUCCEEDED, new RunFinished.Summary(1, 0, 0, 0, 0, 0, 0, 0));
        audit.send(end);
        assertEquals(RunState.SUCCEEDED, client.awaitRun(run, LIMIT).state());
        PublicationStatus accepted = client.awaitPublication(run, Duration.ofMillis(100));
        assertFalse(accepted.complete());
        assertEquals(1, accepted.pending());
        assertEquals(log.cleaned(), accepted.examples().getFirst().dataset());
        assertEquals(1, client.awaitPublication(log.workflow(), Duration.ZERO).pending());

        PlausibleHistory broken = end.goingOn();
        broken.tell(
                Topics.PARTITION_PUBLISHED,
                log.cleaned().toString(),
                new PublicationFailed(
                        log.cleaned(),
                        NORTH,
                        published.version(),
                        "its directory cannot be written now",
                        published.produced(),
                        broken.now()));
        audit.send(broken);
        eventually(
                LIMIT,
                () -> assertEquals(
                        1, client.awaitPublication(run, Duration.ZERO).failing()));
        assertFalse(waiting.isDone());

        PlausibleHistory shown = broken.goingOn();
        shown.published(published);
        audit.send(shown);
        assertTrue(waiting.get().complete(), waiting.get()::toString);
        assertTrue(client.awaitPublication(log.workflow(), LIMIT).complete());
    }

    @Test
    void a_workflow_is_settled_when_nothing_is_under_way() throws IOException {
        Settled settled = client.awaitSettled(history.workflow(), LIMIT);

        assertTrue(settled.settled());
        assertEquals(0, settled.lag());
        assertEquals(1, settled.workflowVersion());
        assertTrue(client.awaitSettled(new WorkflowRef("no", "such"), LIMIT).settled());
    }

    @Test
    void lists_instances_by_their_parts() throws IOException {
        Filter prod = Filter.ANY.namespace(namespace).workflow("claims");

        assertEquals(5, client.instances(prod).items().size());
        assertEquals(3, client.instances(prod.task("clean")).items().size());
        assertEquals(
                2,
                client.instances(prod.task("clean").partition("source=north"))
                        .items()
                        .size());
        assertEquals(
                1,
                client.instances(Filter.ANY.namespace(namespace).partition("source=south"))
                        .items()
                        .size());
        assertEquals(
                2,
                client.instances(prod.state(InstanceState.FAILED)).items().size()
                        + client.instances(prod.state(InstanceState.BLOCKED))
                                .items()
                                .size());
        List<InstanceInfo> paged = new ArrayList<>();
        Page<InstanceInfo> page = client.instances(prod.limit(2));
        paged.addAll(page.items());
        while (page.next() != null) {
            page = client.instances(prod.limit(2).after(page.next()));
            paged.addAll(page.items());
        }
        assertEquals(client.instances(prod).items(), paged);
    }

    @Test
    void tells_an_instance_with_its_attempts_and_decisions() throws IOException {
        InstanceDetail instance = client.instance(history.cleanOf(NORTH));

        assertEquals(InstanceState.SUCCEEDED, instance.current().state());
        assertEquals(Reason.COMPLETED, instance.current().reason());
        assertEquals(2, instance.attempts().size());
        assertEquals(instance.lastSuccess(), instance.attempts().getFirst().attempt());
        assertEquals(InstanceState.SUCCEEDED, instance.decisions().getFirst().state());
        assertEquals(6, instance.decisions().size());
    }

    @Test
    void lists_attempts_newest_first() throws IOException {
        Page<AttemptInfo> all = client.attempts(
                Filter.ANY.namespace(namespace).workflow("claims").limit(4));

        assertEquals(4, all.items().size());
        assertEquals(BAD, all.items().getFirst().instance().partition());
        assertEquals(AttemptState.FAILED, all.items().getFirst().state());
        assertEquals(3, all.items().getFirst().exitCode());
        assertEquals(
                3,
                client.attempts(Filter.ANY
                                .namespace(namespace)
                                .workflow("claims")
                                .after(all.next()))
                        .items()
                        .size());
        assertEquals(
                1, client.attempts(Filter.ANY.run(audit.failedRun())).items().size());
        assertEquals(
                2, client.attempts(history.cleanOf(NORTH), Filter.ANY).items().size());
        assertEquals(
                1,
                client.attempts(Filter.ANY.namespace(namespace).state(AttemptState.FAILED))
                        .items()
                        .size());
    }

    @Test
    void tells_everything_about_an_attempt() throws IOException {
        String id = client.instance(history.cleanOf(NORTH)).lastSuccess();

        AttemptDetail attempt = client.attempt(id);

        assertTrue(attempt.attempt().accepted());
        assertEquals(AttemptState.SUCCEEDED, attempt.attempt().state());
        assertEquals(Map.of("currency", "USD"), attempt.work().params());
        assertEquals(List.of("sh", "clean.sh"), attempt.work().run().command());
        assertEquals(
                history.version(history.extracts(), NORTH),
                attempt.work().inputs().getFirst().partitions().getFirst().fingerprint());
        assertEquals(
                history.version(history.cleaned(), NORTH),
                attempt.outputs().getFirst().version().fingerprint());
        assertEquals(Map.of("rows", "7"), attempt.results());
        assertEquals(12L, attempt.attempt().usage().cpuMillis());
        assertEquals("nobody", attempt.place().user());
        assertEquals("default", attempt.pool());
        assertEquals(1, attempt.attempt().workflowVersion());
    }

    @Test
    void shows_a_finished_log_at_once_from_any_byte() throws IOException {
        String id = client.instance(history.cleanOf(NORTH)).lastSuccess();

        assertEquals("begin\nend\n", audit.log(id, 0, false));
        assertEquals("begin\nend\n", audit.log(id, 0, true));
        assertEquals("in\nend\n", audit.log(id, 3, true));
        assertEquals("", audit.log(id, 10, true));
    }

    @Test
    void says_once_that_bytes_of_a_long_log_are_left_out() throws IOException {
        PlausibleHistory log = new PlausibleHistory(START.plusSeconds(300), "gaps");
        InstanceRef clean = log.cleanOf(NORTH);
        String attempt = "clean-long";
        String note = "\n[freshet] 1000 bytes of the log are left out here\n";
        log.tell(Topics.TASK_READY, "gaps", log.ready(clean, "run", Reason.NEW, List.of(), attempt));
        log.log(clean, attempt, "run", 0, "begin", false);
        // As the launcher does: in the place of one byte.
        log.tell(Topics.TASK_LOGS, attempt, new LogChunk(clean, attempt, "run", 5, 1, note, false, log.now()));
        log.log(clean, attempt, "run", 1_005, "end", true);
        audit.send(log);

        eventually(LIMIT, () -> assertEquals("begin" + note + "end", audit.log(attempt, 0, false)));
    }

    @Test
    void does_not_wait_for_the_output_of_what_never_ran() throws Exception {
        PlausibleHistory open = new PlausibleHistory(START.plusSeconds(240), "withdrawn");
        InstanceRef clean = open.cleanOf(NORTH);
        open.tell(Topics.TASK_READY, "withdrawn", open.ready(clean, "run", Reason.NEW, List.of(), "clean-withdrawn"));
        audit.send(open);
        eventually(LIMIT, () -> assertEquals("", audit.log("clean-withdrawn", 0, false)));
        CompletableFuture<String> followed = async(() -> audit.log("clean-withdrawn", 0, true));

        PlausibleHistory end = open.goingOn();
        end.tell(
                Topics.TASK_READY,
                "withdrawn",
                new TaskWithdrawn(clean, "clean-withdrawn", "run", Reason.SUPERSEDED, end.now()));
        audit.send(end);

        assertEquals("", followed.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertEquals(
                AttemptState.WITHDRAWN,
                client.attempt("clean-withdrawn").attempt().state());
    }

    @Test
    void follows_a_log_until_it_ends() throws Exception {
        PlausibleHistory open = new PlausibleHistory(START.plusSeconds(120), "logs");
        InstanceRef clean = open.cleanOf(NORTH);
        String attempt = "clean-followed";
        open.tell(Topics.TASK_READY, "logs", open.ready(clean, "run", Reason.NEW, List.of(), attempt));
        open.log(clean, attempt, "run", 0, "one\n", false);
        audit.send(open);
        eventually(LIMIT, () -> assertEquals("one\n", audit.log(attempt, 0, false)));

        try (InputStream log = client.log(attempt, 0, true)) {
            assertEquals("one\n", new String(log.readNBytes(4), StandardCharsets.UTF_8));
            PlausibleHistory more = open.goingOn();
            more.log(clean, attempt, "run", 2, "e\ntwö\n", false);
            audit.send(more);
            assertEquals("twö\n", new String(log.readNBytes(5), StandardCharsets.UTF_8));
            PlausibleHistory end = more.goingOn();
            end.log(clean, attempt, "run", 9, "three", true);
            audit.send(end);
            assertEquals("three", new String(log.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static <T> CompletableFuture<T> async(Question<T> question) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return question.ask();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static List<String> ids(Page<RunInfo> page) {
        return page.items().stream().map(RunInfo::run).toList();
    }

    private static List<InstanceState> states(Page<InstanceInfo> page) {
        return page.items().stream().map(InstanceInfo::state).toList();
    }
}
