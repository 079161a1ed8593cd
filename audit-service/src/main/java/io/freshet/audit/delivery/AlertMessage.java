package io.freshet.audit.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.api.AlertInfo;
import io.freshet.contracts.api.DeliveryInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A message about alerts of one rule, in the form of each channel. Pure and thread-safe; equal messages have equal texts, so that one that
 * is sent again is the same.
 *
 * @param alerts at most {@value #MOST_ALERTS}; none of a test
 */
public record AlertMessage(
        WorkflowRef workflow, String rule, DeliveryInfo.Kind kind, List<AlertInfo> alerts, Instant at) {
    /** Alerts of one message. */
    public static final int MOST_ALERTS = 50;

    private static final int MAX_SUMMARY = 1_024;
    private static final int MAX_SLACK = 3_000;

    public AlertMessage {
        alerts = List.copyOf(alerts);
    }

    /** A message that says that messages arrive. */
    public static AlertMessage test(WorkflowRef workflow, String rule, Instant at) {
        return new AlertMessage(workflow, rule, DeliveryInfo.Kind.TEST, List.of(), at);
    }

    /** What is sent: JSON, but of mail the plain text. */
    public String body(AlertSpec.Channel channel) {
        return switch (channel) {
            case AlertSpec.Webhook _ -> json(new Webhook(type(), at, new Data(workflow, rule, alerts)));
            case AlertSpec.Slack _ -> json(Map.of("text", ShortText.of(slack(), MAX_SLACK)));
            case AlertSpec.PagerDuty pagerDuty -> json(pagerDuty(pagerDuty));
            case AlertSpec.Email _ -> text();
        };
    }

    /** One line for people. */
    public String title() {
        return switch (kind) {
            case TEST -> "[%s] test of alert '%s'".formatted(workflow, rule);
            case ALERTS -> {
                String first = alerts.getFirst().sentence();
                int others = alerts.size() - 1;
                yield ShortText.of(
                        "[%s] %s: %s%s"
                                .formatted(
                                        workflow,
                                        word(alerts.getFirst()),
                                        first,
                                        others == 0 ? "" : " and %,d more".formatted(others)),
                        MAX_SUMMARY);
            }
        };
    }

    private String type() {
        return switch (kind) {
            case TEST -> "freshet.alert.test";
            case ALERTS -> "freshet.alert";
        };
    }

    /** By {@code type}, {@code timestamp} and {@code data}, as Standard Webhooks has it. */
    private record Webhook(String type, Instant timestamp, Data data) {}

    private record Data(WorkflowRef workflow, String rule, List<AlertInfo> alerts) {}

    private String text() {
        if (kind == DeliveryInfo.Kind.TEST) {
            return "This is a test of alert '%s' of workflow %s: messages arrive.\n".formatted(rule, workflow);
        }
        return alerts.stream().map(AlertMessage::line).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String line(AlertInfo alert) {
        String times = alert.occurrences() > 1 ? " (%,d times)".formatted(alert.occurrences()) : "";
        String until = alert.endedAt() == null ? "" : ", until " + alert.endedAt();
        return "%s: %s%s\nsince %s%s, alert %s"
                .formatted(word(alert), alert.sentence(), times, alert.openedAt(), until, alert.alert());
    }

    private static String word(AlertInfo alert) {
        String condition = alert.condition().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return switch (alert.state()) {
            case OPEN -> condition;
            case RECOVERED -> "recovered (was %s)".formatted(condition);
            case CLOSED -> "closed (was %s)".formatted(condition);
        };
    }

    /** What Slack would read as markup is escaped as it asks for. */
    private String slack() {
        String escaped =
                text().strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "*%s*, alert '%s'\n%s".formatted(workflow, rule, escaped);
    }

    /** The event without its routing key, which is a secret. */
    private record PagerDutyEvent(
            @JsonProperty("event_action") String action,
            @JsonProperty("dedup_key") String key,
            @Nullable Payload payload) {}

    private record Payload(
            String summary,
            String source,
            String severity,
            Instant timestamp,
            String component,
            String group,
            @JsonProperty("class") String type,
            @JsonProperty("custom_details") Map<String, String> details) {}

    /** Of one alert: PagerDuty groups by itself. */
    private PagerDutyEvent pagerDuty(AlertSpec.PagerDuty channel) {
        if (kind == DeliveryInfo.Kind.TEST) {
            return new PagerDutyEvent("trigger", "test-" + workflow, payload("info", "test", at, Map.of()));
        }
        AlertInfo alert = alerts.getFirst();
        if (alert.state() != AlertInfo.State.OPEN) {
            return new PagerDutyEvent("resolve", alert.alert(), null);
        }
        String severity = channel.severity().name().toLowerCase(Locale.ROOT);
        Map<String, String> details = new TreeMap<>();
        details.put("occurrences", Long.toString(alert.occurrences()));
        put(details, "instance", alert.instance());
        put(details, "run", alert.run());
        put(details, "deadline", alert.deadline());
        put(details, "due", alert.due());
        put(details, "topic", alert.topic());
        return new PagerDutyEvent("trigger", alert.alert(), payload(severity, word(alert), alert.openedAt(), details));
    }

    private Payload payload(String severity, String type, Instant time, Map<String, String> details) {
        return new Payload(title(), workflow.toString(), severity, time, rule, workflow.namespace(), type, details);
    }

    private static void put(Map<String, String> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }

    private static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message must be writable as JSON", e);
        }
    }
}
