package io.freshet.audit.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.audit.alert.Occurrence;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.spec.AlertSpec.Condition;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What receivers get, as files that are kept. */
final class AlertMessageTest {
    private static final Path GOLDEN = Path.of("src/test/resources/alert-messages");
    private static final WorkflowRef WORKFLOW = new WorkflowRef("prod", "claims");
    private static final Instant AT = Instant.parse("2026-02-01T07:30:40Z");
    private static final AlertSpec.PagerDuty PAGERDUTY =
            new AlertSpec.PagerDuty("pager", AlertSpec.PagerDuty.Severity.CRITICAL);

    record Sample(String file, AlertSpec.Channel channel, AlertMessage message) {}

    static Stream<Sample> samples() {
        AlertMessage both = message(late(), failed());
        return Stream.of(
                new Sample("webhook.json", new AlertSpec.Webhook("ops"), both),
                new Sample("webhook-test.json", new AlertSpec.Webhook("ops"), AlertMessage.test(WORKFLOW, "ops", AT)),
                new Sample("slack.json", new AlertSpec.Slack("chat"), both),
                new Sample("slack-test.json", new AlertSpec.Slack("chat"), AlertMessage.test(WORKFLOW, "ops", AT)),
                new Sample("pagerduty-trigger.json", PAGERDUTY, message(failed())),
                new Sample("pagerduty-resolve.json", PAGERDUTY, message(recovered())),
                new Sample("pagerduty-test.json", PAGERDUTY, AlertMessage.test(WORKFLOW, "ops", AT)),
                new Sample("mail.txt", new AlertSpec.Email(List.of("ops@example.org")), both));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void has_the_form_that_its_channel_takes(Sample sample) throws IOException {
        String body = sample.message().body(sample.channel());

        String shown = sample.file().endsWith(".json")
                ? EventJson.mapper().readTree(body).toPrettyString() + "\n"
                : body;
        Golden.check(GOLDEN.resolve(sample.file()), shown);
    }

    @Test
    void what_slack_would_read_as_markup_is_escaped() {
        AlertInfo hostile = alert(Condition.FAILED, AlertInfo.State.OPEN, "<!channel> & <http://evil|here>");

        String body = message(hostile).body(new AlertSpec.Slack("chat"));

        assertTrue(body.contains("&lt;!channel&gt; &amp; &lt;http://evil|here&gt;"), body);
    }

    @Test
    void is_bounded_however_much_happened() {
        AlertInfo long1 = alert(Condition.FAILED, AlertInfo.State.OPEN, "x".repeat(Occurrence.MAX_SENTENCE));
        AlertMessage large = message(
                Stream.generate(() -> long1).limit(AlertMessage.MOST_ALERTS).toArray(AlertInfo[]::new));

        assertTrue(large.body(new AlertSpec.Slack("chat")).length() < 4_000);
        assertTrue(large.body(new AlertSpec.Webhook("ops")).length() < 64 * 1024);
        assertFalse(large.title().contains("\n"));
        assertEquals(
                Occurrence.MAX_SENTENCE,
                occurrence("y".repeat(10_000)).sentence().length());
    }

    private static Occurrence occurrence(String sentence) {
        return new Occurrence("o", Condition.FAILED, WORKFLOW, Occurrence.Subject.WORKFLOW, sentence, AT);
    }

    private static AlertMessage message(AlertInfo... alerts) {
        return new AlertMessage(WORKFLOW, "ops", DeliveryInfo.Kind.ALERTS, List.of(alerts), AT);
    }

    private static AlertInfo late() {
        return new AlertInfo(
                "0a1b2c3d4e5f60718293a4b5",
                WORKFLOW,
                "ops",
                Condition.LATE,
                AlertInfo.State.OPEN,
                "dataset daily: date=2026-01-31 has not arrived; it was due at 2026-02-01T07:30:00Z",
                null,
                null,
                "daily",
                Instant.parse("2026-02-01T07:30:00Z"),
                null,
                1,
                Instant.parse("2026-02-01T07:30:00Z"),
                Instant.parse("2026-02-01T07:30:00Z"),
                null);
    }

    private static AlertInfo failed() {
        return alert(Condition.FAILED, AlertInfo.State.OPEN, "prod/claims/clean/date=2026-01-31 failed: exit code 3");
    }

    private static AlertInfo recovered() {
        return alert(
                Condition.FAILED, AlertInfo.State.RECOVERED, "prod/claims/clean/date=2026-01-31 failed: exit code 3");
    }

    private static AlertInfo alert(Condition condition, AlertInfo.State state, String sentence) {
        return new AlertInfo(
                "b5a493827160f5e4d3c2b1a0",
                WORKFLOW,
                "ops",
                condition,
                state,
                sentence,
                new InstanceRef("prod", "claims", "clean", PartitionKey.of("date", "2026-01-31")),
                "000000000000000000000001",
                null,
                null,
                null,
                3,
                Instant.parse("2026-02-01T06:00:00Z"),
                Instant.parse("2026-02-01T06:05:00Z"),
                state == AlertInfo.State.OPEN ? null : Instant.parse("2026-02-01T07:00:00Z"));
    }
}
