package io.freshet.audit.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.servicekit.secret.SecretFiles;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages to real servers on this machine: HTTP, and SMTP. */
final class ChannelSenderTest {
    private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Instant AT = Instant.parse("2026-02-01T07:30:40Z");

    /** What a receiver got. */
    record Got(Map<String, List<String>> headers, String body) {}

    private final List<Got> got = new ArrayList<>();
    private int status = 204;
    private String answer = "";
    private HttpServer receiver;
    private String address;

    @TempDir
    private Path secrets;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            got.add(new Got(exchange.getRequestHeaders(), body));
            exchange.getResponseHeaders().add("Location", address + "elsewhere");
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        receiver.start();
        address = "http://127.0.0.1:%d/".formatted(receiver.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void a_webhook_is_signed_so_that_its_receiver_can_verify_it() throws Exception {
        secret("prod.ops", "url=%s\nkey=whsec_%s\n".formatted(address, KEY));

        SendOutcome outcome = send(new AlertSpec.Webhook("ops"), "{\"a\":1}", true);

        assertInstanceOf(SendOutcome.Delivered.class, outcome);
        Map<String, List<String>> headers = got.getFirst().headers();
        assertEquals(List.of("d1"), headers.get("Webhook-id"));
        assertEquals(List.of(Long.toString(AT.getEpochSecond())), headers.get("Webhook-timestamp"));
        // As the specification has it, without the library that signs.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        byte[] signed = "d1.%d.{\"a\":1}".formatted(AT.getEpochSecond()).getBytes(StandardCharsets.UTF_8);
        assertEquals(
                List.of("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed))),
                headers.get("Webhook-signature"));
    }

    @Test
    void slack_and_pagerduty_get_their_json_and_pagerduty_its_key() throws Exception {
        secret("prod.chat", "url=" + address);
        secret("prod.pager", "url=%s\nkey=R0UT1NG".formatted(address));

        send(new AlertSpec.Slack("chat"), "{\"text\":\"late\"}", true);
        send(
                new AlertSpec.PagerDuty("pager", AlertSpec.PagerDuty.Severity.ERROR),
                "{\"event_action\":\"trigger\"}",
                true);

        assertEquals("{\"text\":\"late\"}", got.getFirst().body());
        assertEquals(
                EventJson.mapper().readTree("{\"event_action\":\"trigger\",\"routing_key\":\"R0UT1NG\"}"),
                EventJson.mapper().readTree(got.getLast().body()));
    }

    @Test
    void what_a_receiver_refuses_is_kept_in_short_and_no_redirect_is_followed() throws Exception {
        secret("prod.chat", "url=" + address);
        status = 500;
        answer = "e".repeat(2_000);
        SendOutcome.Failed failed = assertInstanceOf(SendOutcome.Failed.class, slack(true));
        assertEquals(SendOutcome.MAX_ANSWER, failed.answer().length());
        answer = "e".repeat(100_000);
        assertInstanceOf(SendOutcome.Failed.class, slack(true));

        answer = "";
        status = 307;
        assertTrue(
                assertInstanceOf(SendOutcome.Failed.class, slack(true)).answer().startsWith("307"));
        status = 410;
        assertInstanceOf(SendOutcome.Gone.class, slack(true));
        assertEquals(4, got.size());
    }

    @Test
    void nothing_is_posted_to_this_machine_unless_that_is_allowed() throws Exception {
        secret("prod.chat", "url=" + address);
        assertTrue(assertInstanceOf(SendOutcome.Failed.class, slack(false))
                .answer()
                .contains("local-addresses"));
        secret("prod.chat", "url=http://169.254.169.254/latest");
        assertTrue(assertInstanceOf(SendOutcome.Failed.class, slack(false))
                .answer()
                .contains("local-addresses"));
        secret("prod.chat", "url=file:///etc/passwd");
        assertFalse(
                assertInstanceOf(SendOutcome.Failed.class, slack(true)).answer().contains("passwd"));
        assertEquals(List.of(), got);
    }

    @Test
    void a_secret_is_that_of_the_workflows_namespace_and_what_is_missing_is_said() throws Exception {
        secret("test.chat", "url=" + address);
        assertEquals(new SendOutcome.Failed("there is no secret 'prod.chat': add the file"), slack(true));
        secret("prod.chat", "key=x");
        assertEquals(new SendOutcome.Failed("secret 'prod.chat' has no line url=..."), slack(true));
    }

    @Test
    void mail_arrives_with_the_same_id_each_time_and_only_in_domains_that_are_allowed() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        try {
            int port = server.getSmtp().getPort();
            assertInstanceOf(SendOutcome.Delivered.class, mail(port, "ops@example.org"));
            assertInstanceOf(SendOutcome.Delivered.class, mail(port, "ops@EXAMPLE.org"));
            SendOutcome.Failed refused = assertInstanceOf(SendOutcome.Failed.class, mail(port, "ops@evil.example"));
            assertTrue(refused.answer().contains("mail.domains"), refused::answer);

            MimeMessage[] mails = server.getReceivedMessages();
            assertEquals(2, mails.length);
            assertEquals("<d1@freshet>", mails[0].getMessageID());
            assertEquals("<d1@freshet>", mails[1].getMessageID());
            assertEquals("late: daily", mails[0].getSubject());
            assertEquals("it is late, höchst", mails[0].getContent().toString().strip());
        } finally {
            server.stop();
        }
        assertInstanceOf(SendOutcome.Failed.class, mail(1, "ops@example.org"));
    }

    private SendOutcome mail(int port, String to) {
        MailSender.Server server = new MailSender.Server(
                "127.0.0.1", port, "freshet@example.org", null, null, false, List.of("example.org"));
        try (ChannelSender sender = new ChannelSender(
                new AlertSecrets(new SecretFiles(null)), new AddressRule(false), new MailSender(server))) {
            return sender.send(delivery(new AlertSpec.Email(List.of(to)), "it is late, höchst"));
        }
    }

    private SendOutcome slack(boolean localAllowed) {
        return send(new AlertSpec.Slack("chat"), "{}", localAllowed);
    }

    private SendOutcome send(AlertSpec.Channel channel, String body, boolean localAllowed) {
        MailSender none =
                new MailSender(new MailSender.Server(null, 25, "freshet@localhost", null, null, true, List.of()));
        try (ChannelSender sender =
                new ChannelSender(new AlertSecrets(new SecretFiles(secrets)), new AddressRule(localAllowed), none)) {
            return sender.send(delivery(channel, body));
        }
    }

    private static Delivery delivery(AlertSpec.Channel channel, String body) {
        return new Delivery("d1", new WorkflowRef("prod", "claims"), channel, "late: daily", body, 1, AT);
    }

    private void secret(String name, String content) throws IOException {
        Files.writeString(secrets.resolve(name), content);
    }
}
