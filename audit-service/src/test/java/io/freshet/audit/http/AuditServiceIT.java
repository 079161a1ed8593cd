package io.freshet.audit.http;

import static io.freshet.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.LineageGraph.Direction;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.topic.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What the service says about itself, and how it refuses, asked over HTTP. */
final class AuditServiceIT extends WithRunningAudit {
    @Test
    void sums_up_instances_by_task_and_state() throws IOException {
        StatusSummary summary = client.summary(namespace);

        assertEquals(2, summary.tasks().size());
        assertEquals(
                Map.of(InstanceState.SUCCEEDED, 1L, InstanceState.BLOCKED, 1L),
                summary.tasks().getFirst().states());
        assertEquals("clean", summary.tasks().getLast().task().task());
    }

    @Test
    void lists_dead_letters_and_goes_on() throws Exception {
        try (KafkaProducer<String, String> poisoner =
                new KafkaProducer<>(audit.kafka().producer("poison"), new StringSerializer(), new StringSerializer())) {
            poisoner.send(new ProducerRecord<>(Topics.TASK_FINISHED, "prod/poison", "{ no event"))
                    .get();
        }

        eventually(LIMIT, () -> {
            var letter =
                    client.deadLetters(null, null, Filter.ANY.limit(1)).items().getFirst();
            assertEquals(Topics.TASK_FINISHED, letter.topic());
            assertEquals("prod/poison", letter.key());
            assertEquals("{ no event", letter.value());
            assertTrue(letter.reason().contains("ce_type"), letter::reason);
        });
        assertTrue(audit.service().isReady());
    }

    @Test
    void says_how_far_it_has_read() throws IOException {
        assertTrue(client.stats().ingested() >= history.records().size());
        assertTrue(client.stats().topics().stream()
                .anyMatch(topic -> topic.topic().equals(Topics.TASK_EVENTS) && topic.read() > 0));
    }

    @Test
    void refuses_with_a_problem_that_says_what_to_do() {
        ProblemException unknown = assertThrows(ProblemException.class, () -> client.run("no-such-run"));
        assertEquals(404, unknown.problem().status());
        assertEquals("not-found", unknown.problem().code());
        assertProblem(400, "invalid-parameter", () -> client.runs(Filter.ANY.limit(100_000)));
        assertProblem(400, "invalid-parameter", () -> client.runs(Filter.ANY.after("no cursor!")));
        assertProblem(400, "invalid-parameter", () -> client.runs(Filter.ANY.state(InstanceState.READY)));
        assertProblem(404, "not-found", () -> client.attempt("no-such-attempt"));
        assertProblem(404, "not-found", () -> client.log("no-such-attempt", 0, false));
        assertProblem(404, "not-found", () -> client.instance(history.aggregateOf("1999-01-01")));
        assertProblem(404, "not-found", () -> client.why(history.aggregateOf("1999-01-01")));
        assertProblem(404, "not-found", () -> client.lineage(history.daily(), NORTH, null, Direction.UP, 1));
        assertProblem(
                400, "invalid-parameter", () -> client.lineage(history.daily(), FIRST_DAY, null, Direction.UP, 1_000));
    }

    @Test
    void answers_what_it_does_not_know_with_problems_too_and_shows_health_and_metrics() throws Exception {
        HttpResponse<String> nowhere = audit.get("/api/v1/nowhere");
        assertEquals(404, nowhere.statusCode());
        assertEquals(
                "application/problem+json",
                nowhere.headers().firstValue("content-type").orElseThrow());
        assertEquals(200, audit.get("/health/live").statusCode());
        assertEquals(200, audit.get("/health/ready").statusCode());
        String metrics = audit.get("/prometheus").body();
        assertTrue(metrics.contains("freshet_audit_events_ingested_total"), metrics);
        assertTrue(metrics.contains("freshet_audit_lag"), metrics);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException;
    }

    private static void assertProblem(int status, String code, Question<?> question) {
        ProblemException refused = assertThrows(ProblemException.class, question::ask);
        assertEquals(status, refused.problem().status(), refused.problem()::toString);
        assertEquals(code, refused.problem().code(), refused.problem()::toString);
    }
}
