package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of what, and how, people are alerted.
 *
 * @param name unique in the workflow: with it the rule is the same in every version
 * @param on each once, in the order of {@link Condition}
 * @param groupBy of failures, which are one alert
 * @param quietHours while nothing is sent; null: it always is
 */
public record AlertSpec(
        String name,
        List<Condition> on,
        Channel channel,
        Grouping groupBy,
        Times times,
        @Nullable QuietHours quietHours) {
    public AlertSpec {
        on = List.copyOf(on);
    }

    /** What an alert is about. */
    public enum Condition {
        /** An instance has failed, and is not tried again by itself. */
        FAILED,
        /** A deadline was missed. */
        LATE,
        /** A run goes on, and none of its attempts has begun or ended for long. */
        STUCK,
        /** What an alert was about is over. */
        RECOVERED,
        /** A record that concerns the workflow was rejected. */
        DEAD_LETTER,
        /** The workflow rests, because a decision about it failed. */
        FAULTED
    }

    /** Which failures are one alert while they last. */
    public enum Grouping {
        RUN,
        TASK,
        INSTANCE,
        WORKFLOW
    }

    /**
     * How long things take.
     *
     * @param delay between the first occurrence of an alert and its message, which has those that come meanwhile, too
     * @param repeat between messages about an alert that goes on; null: there is only one
     * @param stuckAfter how long nothing begins or ends in a run that is stuck
     */
    public record Times(Duration delay, @Nullable Duration repeat, Duration stuckAfter) {}

    /**
     * A time of each day; what would be sent then is sent together at its end.
     *
     * @param to before {@code from}: on the next day
     */
    public record QuietHours(LocalTime from, LocalTime to, ZoneId timezone) {}

    /** Where messages go. Addresses and keys are in secrets that the service is given, and never here. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "channel")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Webhook.class, name = "webhook"),
        @JsonSubTypes.Type(value = Slack.class, name = "slack"),
        @JsonSubTypes.Type(value = PagerDuty.class, name = "pagerduty"),
        @JsonSubTypes.Type(value = Email.class, name = "email")
    })
    public sealed interface Channel {}

    /** An address that is posted to, signed as Standard Webhooks says. */
    public record Webhook(String secret) implements Channel {}

    /** An incoming webhook of Slack. */
    public record Slack(String secret) implements Channel {}

    /** A service of PagerDuty, by its Events API v2. */
    public record PagerDuty(String secret, Severity severity) implements Channel {
        /** As PagerDuty has it. */
        public enum Severity {
            CRITICAL,
            ERROR,
            WARNING,
            INFO
        }
    }

    /** Addresses of people. */
    public record Email(List<String> to) implements Channel {
        public Email {
            to = List.copyOf(to);
        }
    }
}
