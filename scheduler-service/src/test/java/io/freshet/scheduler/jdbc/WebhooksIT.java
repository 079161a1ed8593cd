package io.freshet.scheduler.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.api.WebhookDelivery;
import io.freshet.contracts.api.WebhookInfo;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.scheduler.webhook.DeliveryOutcome;
import io.freshet.scheduler.webhook.WebhookRequest;
import io.freshet.scheduler.webhook.WebhookStore;
import io.freshet.scheduler.webhook.Webhooks;
import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.secret.SecretFiles;
import io.freshet.testkit.TestDatabase;
import io.freshet.testkit.WithPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks in a real database: what is sent becomes an event once, and what becomes of it is remembered. */
@WithPostgres
class WebhooksIT {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"type\": \"delivered\", \"rows\": 3, \"date\": \"2026-01-05\"}";
    private static final String HOOK = """
            {webhook: {name: hook, secret: hook, filter: data.rows > 0, where: {date: data.date}, params: {day: data.date}}}""";
    private static final String GITHUB =
            "{webhook: {name: hook, scheme: github, secret: hook, where: {date: data.date}}}";

    private TestDatabase raw;
    private ScheduleFixture flow;
    private WebhookStore store;
    private Webhooks webhooks;
    private Path secrets;
    private final List<DeliveryOutcome> outcomes = new ArrayList<>();

    @BeforeEach
    void open(TestDatabase empty, @TempDir Path directory) throws Exception {
        raw = empty;
        flow = ScheduleFixture.open(empty, directory);
        store = flow.database().context().getBean(WebhookStore.class);
        secrets = Files.createDirectory(directory.resolve("secrets"));
        webhooks = new Webhooks(store, new SecretFiles(secrets), outcomes::add);
        Files.writeString(secrets.resolve("prod.hook"), SECRET);
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void a_delivery_is_an_event_once_however_often_it_is_sent_and_asks_for_what_the_trigger_says() throws Exception {
        flow.deploy(HOOK);

        UpstreamEvent event = receive("msg_1", BODY);
        // Signed anew at another time, as a sender does that had no answer.
        assertEquals(event.key(), receive("msg_1", BODY).key());

        assertEquals("/webhooks/prod/flow/hook", event.source());
        assertEquals("io.freshet.webhook.standard.delivered", event.type());
        assertEquals(List.of(event), published());
        TriggerStore triggers = flow.database().context().getBean(TriggerStore.class);
        assertTrue(triggers.take(published()));
        assertEquals(
                Map.of("date", "2026-01-05"),
                flow.requested().getFirst().selection().where());
        assertEquals(1, flow.requested().size());
        WebhookDelivery delivery = deliveries().getFirst();
        assertEquals(1, deliveries().size());
        assertEquals(WebhookDelivery.State.TAKEN, delivery.state());
        assertEquals("msg_1", delivery.delivery());
        assertEquals(BODY.length(), delivery.bytes());
        assertEquals(List.of(DeliveryOutcome.TAKEN, DeliveryOutcome.REPEATED), outcomes);
    }

    @Test
    void strangers_are_not_given_a_reason_and_do_not_fill_the_log() throws Exception {
        flow.deploy(HOOK);

        String unknown = refused(() -> webhooks.receive(ScheduleFixture.FLOW, "other", request(Map.of(), BODY)));
        String forged = refused(() -> webhooks.receive(ScheduleFixture.FLOW, "hook", request(Map.of(), BODY)));
        assertEquals(unknown, forged);
        assertEquals("delivery-unsigned", forged);
        assertEquals(List.of(DeliveryOutcome.UNKNOWN, DeliveryOutcome.FORGED), outcomes);
        for (int again = 0; again < 5; again++) {
            refused(() -> webhooks.receive(ScheduleFixture.FLOW, "hook", request(Map.of(), BODY)));
        }

        assertTrue(deliveries().size() < 5, () -> deliveries().toString());
        assertEquals(WebhookDelivery.State.REFUSED, deliveries().getFirst().state());
        assertNotNull(deliveries().getFirst().problem());
        assertNull(deliveries().getFirst().delivery());
        assertEquals(List.of(), published());
    }

    @Test
    void what_is_signed_and_no_event_is_refused_with_its_reason() throws Exception {
        flow.deploy(HOOK);

        assertEquals("invalid-delivery", refused(() -> receive("msg_1", "no JSON")));
        assertEquals(List.of(DeliveryOutcome.INVALID), outcomes);

        assertTrue(
                deliveries().getFirst().problem().contains("JSON"),
                () -> deliveries().toString());
    }

    @Test
    void a_body_that_github_has_signed_is_taken_once_whatever_id_comes_with_it() throws Exception {
        flow.deploy(GITHUB);
        Files.writeString(secrets.resolve("prod.hook"), "It's a Secret to Everybody");
        String body = "{\"date\": \"2026-01-05\"}";
        String signature = "sha256=" + hmac("It's a Secret to Everybody", body);

        for (String id : List.of("g1", "g2", "g1")) {
            webhooks.receive(
                    ScheduleFixture.FLOW,
                    "hook",
                    request(
                            Map.of("X-Hub-Signature-256", signature, "X-GitHub-Delivery", id, "X-GitHub-Event", "push"),
                            body));
        }

        assertEquals(1, published().size());
        assertEquals("io.freshet.webhook.github.push", published().getFirst().type());
    }

    @Test
    void a_secret_that_is_not_there_or_is_none_is_the_services_fault_and_is_shown() throws Exception {
        flow.deploy(HOOK);
        Files.writeString(secrets.resolve("prod.hook"), "whsec_not base 64!");
        assertThrows(UnavailableException.class, () -> receive("msg_1", BODY));
        Files.delete(secrets.resolve("prod.hook"));
        assertThrows(UnavailableException.class, () -> receive("msg_1", BODY));
        assertEquals(List.of(DeliveryOutcome.NO_SECRET, DeliveryOutcome.NO_SECRET), outcomes);

        WebhookInfo info = webhooks.list("prod", null, 10).items().getFirst();
        assertEquals("/api/v1/webhooks/prod/flow/hook", info.path());
        assertTrue(info.problem().contains("prod.hook"), info::toString);
        Files.writeString(secrets.resolve("prod.hook"), SECRET);
        receive("msg_1", BODY);
        assertNull(webhooks.list("prod", null, 10).items().getFirst().problem());
        assertEquals(
                "msg_1",
                webhooks.list("prod", null, 10).items().getFirst().last().delivery());
    }

    @Test
    void a_delivery_that_is_sent_again_is_an_event_of_its_own_and_nothing_is_taken_while_too_much_waits()
            throws Exception {
        flow.deploy(HOOK);
        receive("msg_1", BODY);

        assertEquals(
                1, webhooks.sendAgain(ScheduleFixture.FLOW, "hook", "msg_1").sentAgain());
        assertEquals(
                2, webhooks.sendAgain(ScheduleFixture.FLOW, "hook", "msg_1").sentAgain());
        assertEquals("delivery-not-found", refused(() -> webhooks.sendAgain(ScheduleFixture.FLOW, "hook", "msg_2")));
        assertEquals("webhook-not-found", refused(() -> webhooks.sendAgain(ScheduleFixture.FLOW, "none", "msg_1")));

        assertEquals(
                List.of("msg_1", "msg_1#1", "msg_1#2"),
                published().stream().map(UpstreamEvent::id).toList());
        assertEquals(published().getFirst().data(), published().getLast().data());
        flow.update(
                "INSERT INTO outbox (topic, record_key, created_at) SELECT 't', 'k', now() FROM generate_series(1, ?)",
                WebhookStore.MOST_UNSENT);
        assertEquals("too-many-events", refused(() -> receive("msg_2", BODY)));
        assertEquals(DeliveryOutcome.BUSY, outcomes.getLast());
    }

    @Test
    void deliveries_are_listed_in_pages_and_forgotten_after_their_time_or_where_there_are_too_many() throws Exception {
        flow.deploy(HOOK);
        for (int i = 0; i < 3; i++) {
            receive("msg_" + i, BODY);
        }
        var newest = webhooks.deliveries(ScheduleFixture.FLOW, "hook", Long.MAX_VALUE, 1);
        assertEquals("msg_2", newest.items().getFirst().delivery());
        assertEquals(
                "msg_1",
                webhooks.deliveries(ScheduleFixture.FLOW, "hook", Long.parseLong(newest.next()), 1)
                        .items()
                        .getFirst()
                        .delivery());

        assertEquals(0, store.forget(Duration.ofDays(1), 10));
        flow.update("""
                INSERT INTO webhook_deliveries (namespace, workflow, name, delivery, received_at, bytes, type, event)
                SELECT 'prod', 'flow', 'hook', 'x' || i, now(), 1, 't', '{}' FROM generate_series(1, ?) i
                """, WebhookStore.MOST_TAKEN + WebhookStore.MOST_REFUSED);
        assertEquals(3, store.forget(Duration.ofDays(1), 10), "the oldest");
        assertEquals(10, store.forget(Duration.ZERO, 10));
    }

    private UpstreamEvent receive(String id, String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        return webhooks.receive(
                ScheduleFixture.FLOW,
                "hook",
                request(
                        Map.of(
                                "webhook-id", id,
                                "webhook-timestamp", Long.toString(now),
                                "webhook-signature", new Webhook(SECRET).sign(id, now, body)),
                        body));
    }

    private static WebhookRequest request(Map<String, String> headers, String body) {
        return new WebhookRequest(headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String hmac(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String refused(Executable call) {
        return assertThrows(ProblemException.class, call).problem().code();
    }

    private List<WebhookDelivery> deliveries() {
        return store.deliveries(ScheduleFixture.FLOW, "hook", Long.MAX_VALUE, 100)
                .items();
    }

    /** The events in the outbox. */
    private List<UpstreamEvent> published() throws Exception {
        try (Connection connection = raw.connect()) {
            return new Session(connection)
                    .rows(
                            "SELECT event FROM outbox WHERE topic = ? ORDER BY id",
                            row -> ((Checked.Valid<UpstreamEvent>) UpstreamEvent.structured(
                                            row.getString(1).getBytes(StandardCharsets.UTF_8)))
                                    .value(),
                            Topics.UPSTREAM_EVENTS);
        }
    }
}
