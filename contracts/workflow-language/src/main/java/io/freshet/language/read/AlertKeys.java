package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.TIME_OF_DAY;
import static io.freshet.language.grammar.ValueTypes.ZONE;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.someOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** The keys of an alert. */
final class AlertKeys {
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(5);
    private static final Duration SHORTEST_STUCK = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final String SECRET_MEANING =
            "The name of a secret that the service is given for the workflow's namespace; see [secrets](../guides/deadlines-and-alerts.md#secrets).";

    static final Section ALERT = new Section("`spec.alerts[]` (exactly one of webhook, slack, pagerduty, email)");
    static final Key<String> NAME_OF_ALERT = ALERT.key("name")
            .takes(NAME)
            .orElse("alert", "Unique in the workflow. Under it the alert goes on in the next version.");
    static final Key<List<AlertSpec.Condition>> ON = ALERT.key("on")
            .takes(someOf(oneOf(AlertSpec.Condition.class)))
            .required("Of what; `recovered` only beside another.");
    static final Key<YamlNode> WEBHOOK = ALERT.key("webhook")
            .takes(structure("mapping"))
            .absent(
                    "-",
                    "Post JSON to an address, signed as [Standard Webhooks](https://www.standardwebhooks.com) has it.");
    static final Key<YamlNode> SLACK =
            ALERT.key("slack").takes(structure("mapping")).absent("-", "Post to an incoming webhook of Slack.");
    static final Key<YamlNode> PAGERDUTY =
            ALERT.key("pagerduty").takes(structure("mapping")).absent("-", "Send an event to PagerDuty.");
    static final Key<YamlNode> EMAIL =
            ALERT.key("email").takes(structure("mapping")).absent("-", "Send mail.");
    static final Key<AlertSpec.Grouping> GROUP_BY = ALERT.key("groupBy")
            .takes(oneOf(AlertSpec.Grouping.class))
            .orElse(
                    AlertSpec.Grouping.RUN,
                    "Which failures are one alert while they last: those of one run, task, instance or workflow.");
    static final Key<Duration> WAIT = ALERT.key("wait")
            .takes(duration(Duration.ZERO, LONGEST_WAIT))
            .orElse(Duration.ofSeconds(30), "How long to wait for more of it before a message is sent.");
    static final Key<Duration> REPEAT = ALERT.key("repeat")
            .takes(duration(SHORTEST_REPEAT, LONGEST))
            .absent("never", "After how long a message is sent again while it lasts.");
    static final Key<Duration> STUCK_AFTER = ALERT.key("stuckAfter")
            .takes(duration(SHORTEST_STUCK, LONGEST))
            .orElse(
                    Duration.ofHours(1),
                    "With `on: [stuck]`: for how long no attempt of a run that goes on has begun or ended.");
    static final Key<YamlNode> QUIET_HOURS = ALERT.key("quietHours")
            .takes(structure("mapping"))
            .absent("none", "While nothing is sent; at their end all of it is, in one message.");

    static final Section OF_CHANNEL = new Section("`spec.alerts[].webhook`, `.slack`");
    static final Key<String> SECRET = OF_CHANNEL.key("secret").takes(NAME).required(SECRET_MEANING);

    static final Section OF_PAGERDUTY = new Section("`spec.alerts[].pagerduty`");
    static final Key<String> ROUTING_SECRET =
            OF_PAGERDUTY.key("secret").takes(NAME).required(SECRET_MEANING);
    static final Key<AlertSpec.PagerDuty.Severity> SEVERITY = OF_PAGERDUTY
            .key("severity")
            .takes(oneOf(AlertSpec.PagerDuty.Severity.class))
            .orElse(AlertSpec.PagerDuty.Severity.ERROR, "How bad it is.");

    static final Section OF_EMAIL = new Section("`spec.alerts[].email`");
    static final Key<List<String>> TO = OF_EMAIL.key("to")
            .takes(someOf(TEXT.calledBy("addresses")))
            .required("Up to 20, in domains that the service's configuration allows.");

    static final Section OF_QUIET_HOURS = new Section("`spec.alerts[].quietHours`");
    static final Key<LocalTime> FROM =
            OF_QUIET_HOURS.key("from").takes(TIME_OF_DAY).required("Such as `\"22:00\"`.");
    static final Key<LocalTime> UNTIL = OF_QUIET_HOURS
            .key("to")
            .takes(TIME_OF_DAY)
            .required("Such as `\"07:00\"`; earlier than `from`: on the next day.");
    static final Key<ZoneId> QUIET_ZONE =
            OF_QUIET_HOURS.key("timezone").takes(ZONE).orElse(ZoneId.of("UTC"), "Such as `America/Los_Angeles`.");

    private AlertKeys() {}
}
