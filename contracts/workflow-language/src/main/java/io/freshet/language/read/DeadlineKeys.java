package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.CRON;
import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.NOMINAL_TEXT;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.TIME_OF_DAY;
import static io.freshet.language.grammar.ValueTypes.ZONE;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.oneOrMore;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The keys of a deadline. */
final class DeadlineKeys {
    /** What {@link #RUN} has where any run will do. */
    static final String ANY_RUN = "any";

    private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(366);

    static final Section DEADLINE = new Section("`spec.deadlines[]`");
    static final Key<String> NAME_OF_DEADLINE = DEADLINE.key("name")
            .takes(NAME)
            .orElse("deadline", "Unique in the workflow. Under it the deadline goes on in the next version.");
    static final Key<String> DATASET = DEADLINE.key("dataset")
            .takes(TEXT.calledBy("name"))
            .absent("`run`", "The dataset of which partitions are to have arrived.");
    static final Key<Map<String, List<String>>> PARTITION = DEADLINE.key("partition")
            .takes(mapOf("dimension", oneOrMore(NOMINAL_TEXT)))
            .orElse(
                    Map.of(),
                    "of time dimensions that of the time at which it is due",
                    "Which partitions: of each dimension a value, or several, each of which is expected, such as `{source: [north, south], date: \"{nominal-1d:yyyy-MM-dd}\"}`.");
    static final Key<String> RUN = DEADLINE.key("run")
            .takes(TEXT.calledBy("name"))
            .absent(
                    "`dataset`",
                    "A run of the workflow is to have succeeded: the name of the schedule that starts it, or `any`.");
    static final Key<LocalTime> BY = DEADLINE.key("by")
            .takes(TIME_OF_DAY)
            .absent("`cron` or `age`", "By this time of each day, such as `\"07:30\"`.");
    static final Key<String> TIMES =
            DEADLINE.key("cron").takes(CRON).absent("`by` or `age`", "By these times, such as `30 7 * * 1-5`.");
    static final Key<Duration> AGE = DEADLINE.key("age")
            .takes(duration(SHORTEST_AGE, LONGEST_AGE))
            .absent("`by` or `cron`", "So long after the last time, or after the deadline was deployed.");
    static final Key<ZoneId> TIMEZONE = DEADLINE.key("timezone")
            .takes(ZONE)
            .orElse(ZoneId.of("UTC"), "Of `by` and `cron`, such as `America/Los_Angeles`.");
    static final Key<YamlNode> CALENDAR = DEADLINE.key("calendar")
            .takes(structure("mapping"))
            .absent("every day", "With `by` or `cron`: on which days it is due, as of schedules.");

    private DeadlineKeys() {}
}
