package io.freshet.language.read;

import static io.freshet.language.grammar.ValueTypes.CRON;
import static io.freshet.language.grammar.ValueTypes.DATE;
import static io.freshet.language.grammar.ValueTypes.FLAG;
import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.NOMINAL_TEXT;
import static io.freshet.language.grammar.ValueTypes.PATH;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.ZONE;
import static io.freshet.language.grammar.ValueTypes.duration;
import static io.freshet.language.grammar.ValueTypes.integer;
import static io.freshet.language.grammar.ValueTypes.listOf;
import static io.freshet.language.grammar.ValueTypes.mapOf;
import static io.freshet.language.grammar.ValueTypes.oneOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.contracts.spec.PartitionOrder;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The keys of schedules. */
final class ScheduleKeys {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int MAX_CATCHUP = 1_000;
    private static final Duration MAX_JITTER = Duration.ofHours(24);

    static final Section OF_SCHEDULE = new Section("`spec.triggers[].schedule`");
    static final Key<String> NAME_OF_SCHEDULE = OF_SCHEDULE
            .key("name")
            .takes(NAME)
            .orElse(
                    "schedule",
                    "Unique in the workflow. Under it the schedule is paused, and goes on in the next version.");
    static final Key<String> TIMES = OF_SCHEDULE
            .key("cron")
            .takes(CRON)
            .required("Minute, hour, day of month, month, day of week; with six fields the second comes first.");
    static final Key<ZoneId> TIMEZONE =
            OF_SCHEDULE.key("timezone").takes(ZONE).orElse(UTC, "Such as `America/Los_Angeles`.");
    static final Key<ScheduleSpec.Catchup> CATCHUP = OF_SCHEDULE
            .key("catchup")
            .takes(oneOf(ScheduleSpec.Catchup.class))
            .orElse(
                    ScheduleSpec.Catchup.LATEST,
                    "Which of the firings that were missed are made up for: none, the latest, or all in their order.");
    static final Key<Integer> CATCHUP_LIMIT = OF_SCHEDULE
            .key("catchupLimit")
            .takes(integer(1, MAX_CATCHUP))
            .orElse(100, "With `catchup: all`, how many missed firings are made up for at most: the newest of them.");
    static final Key<Duration> JITTER = OF_SCHEDULE
            .key("jitter")
            .takes(duration(Duration.ZERO, MAX_JITTER))
            .orElse(
                    Duration.ZERO,
                    "The longest delay of a firing, so that not all schedules start at once. Each nominal time has a delay of its own, always the same one.");
    static final Key<YamlNode> CALENDAR =
            OF_SCHEDULE.key("calendar").takes(structure("mapping")).absent("every day", "On which days it fires.");
    static final Key<List<String>> TASKS = OF_SCHEDULE
            .key("tasks")
            .takes(listOf(TEXT.calledBy("name")))
            .orElse(List.of(), "all tasks", "Only these are evaluated, and what follows from what they change.");
    static final Key<Map<String, String>> WHERE = OF_SCHEDULE
            .key("where")
            .takes(mapOf("dimension", NOMINAL_TEXT))
            .orElse(
                    Map.of(),
                    "of tasks without inputs the partition of the nominal time, else all",
                    "Only instances whose partition has these values, such as `{date: \"{nominal-1d:yyyy-MM-dd}\"}`.");
    static final Key<Map<String, String>> PARAMS = OF_SCHEDULE
            .key("params")
            .takes(mapOf("parameter", NOMINAL_TEXT))
            .orElse(Map.of(), "none", "Values instead of the defaults, such as `{day: \"{nominal:yyyy-MM-dd}\"}`.");
    static final Key<Boolean> FORCE = OF_SCHEDULE.key("force").takes(FLAG).orElse(false, "Run even what is unchanged.");
    static final Key<PartitionOrder> ORDER = OF_SCHEDULE
            .key("order")
            .takes(oneOf(PartitionOrder.class))
            .orElse(PartitionOrder.NEWEST_FIRST, "Which partitions go first, where several could.");

    static final Section OF_CALENDAR = new Section("`spec.triggers[].schedule.calendar`, `spec.deadlines[].calendar`");
    static final Key<List<LocalDate>> SKIP =
            OF_CALENDAR.key("skip").takes(listOf(DATE)).orElse(List.of(), "none", "Not on these days.");
    static final Key<String> ONLY = OF_CALENDAR
            .key("only")
            .takes(PATH)
            .absent(
                    "all days",
                    "A file of the bundle with the days that alone count, such as business days: a date a line; `#` begins a comment.");

    private ScheduleKeys() {}
}
