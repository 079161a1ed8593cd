package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Windows and offsets over the days on which clocks change, on a machine that lives in such a time zone. Partitions are calendar
 * values, so no hour is doubled and none is lost: every task writes down which files it read, and {@link HourlyDays} says which they
 * must be.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class CalendarWindows {
    /** How many hours of the day of the change there are, at least 5; all 24 in a nightly run. */
    private static final int HOURS = Integer.getInteger("freshet.acceptance.hours", 5);

    private final TimeZone usual = TimeZone.getDefault();
    private final TimeZone zone;
    private final Scene scene;
    private final HourlyDays hours;
    private final LocalDateTime changed;

    /**
     * @param changed the hour that is lacking or doubled on one of the days
     */
    CalendarWindows(String namespace, String zone, LocalDateTime changed, LocalDate... changes) {
        this.zone = TimeZone.getTimeZone(zone);
        this.scene = AcceptanceIT.scene(namespace, "hours");
        this.hours = new HourlyDays(HOURS, changes);
        this.changed = changed;
    }

    @BeforeAll
    void live_there() {
        TimeZone.setDefault(zone);
    }

    @AfterAll
    void come_home() {
        TimeZone.setDefault(usual);
    }

    @Test
    @Order(1)
    void every_hour_and_day_reads_exactly_what_its_window_or_offset_says() throws Exception {
        for (Map.Entry<LocalDateTime, Integer> hour : hours.numbers().entrySet()) {
            drop(hour.getKey(), hour.getValue());
        }

        scene.deploy(Scene.bundle("hours", "workflow.yaml", "add.sh"));

        int hourly = hours.numbers().size();
        int daily = hours.days().size();
        scene.launched(Map.of(
                "recent",
                hourly,
                "earlier",
                hourly,
                "sum",
                hourly,
                "day",
                daily,
                "two-days",
                daily,
                "day-before",
                daily,
                "day-sum",
                daily));
        assertEquals(hours.expected(), written());
    }

    @Test
    @Order(2)
    void a_correction_of_the_hour_that_is_lacking_or_doubled_runs_exactly_what_reads_it() throws Exception {
        hours.numbers().put(changed, 1_000_000);

        drop(changed, 1_000_000);

        scene.launched(Map.of(
                "recent",
                3,
                "earlier",
                2,
                "sum",
                hours.from(changed),
                "day",
                1,
                "two-days",
                2,
                "day-before",
                2,
                "day-sum",
                2));
        assertEquals(hours.expected(), written());
    }

    private void drop(LocalDateTime hour, int number) throws Exception {
        scene.drop("events/" + HourlyDays.file(hour), number + "\n");
    }

    /** What the tasks wrote, by file. */
    private Map<String, String> written() throws Exception {
        Map<String, String> written = new TreeMap<>();
        for (String dataset : HourlyDays.DATASETS) {
            Path directory = scene.namespace().resolve(dataset);
            try (var files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    written.put(dataset + "/" + directory.relativize(file), Files.readString(file));
                }
            }
        }
        return written;
    }
}
