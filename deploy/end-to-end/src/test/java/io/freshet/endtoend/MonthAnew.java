package io.freshet.endtoend;

import static io.freshet.endtoend.ErScene.launches;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.failure.ExitCode;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.endtoend.Scene.Act;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/** One month of several is made anew because somebody asks for it: that month and no other, the newest date first. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
abstract class MonthAnew {
    /** How many dates the month has, up to 31. */
    private static final int DAYS = Integer.getInteger("freshet.acceptance.days", 6);

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final List<LocalDate> JANUARY =
            IntStream.range(0, DAYS).mapToObj(FIRST::plusDays).toList();
    private static final List<LocalDate> FEBRUARY = List.of(LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 2));

    private final Scene scene = AcceptanceIT.scene("airflow", "er");
    private final ErScene er = new ErScene(scene, 102);

    @Test
    @Order(1)
    void the_first_load_launches_everything_once() throws Exception {
        er.deliver(JANUARY);
        er.deliver(FEBRUARY);
        Files.writeString(scene.scratch().resolve("undeclared"), "1\n");
        Map<String, String> bundle = ErScene.bundle();
        // One at a time, so that the order shows; and an input that nobody knows of, which is why one would make a
        // month anew.
        bundle.computeIfPresent(
                "workflow.yaml", (name, text) -> text.replace("      run: ", "      maxActive: 1\n      run: "));
        bundle.computeIfPresent(
                "clean.sh",
                (name, script) -> script
                        + "cat '%s' >>\"$FRESHET_OUT_CLEAN/$file\"\n"
                                .formatted(scene.scratch().resolve("undeclared")));

        scene.deploy(bundle);

        scene.launched(launches((DAYS + 2) * 3, DAYS + 2, 2, 1));
    }

    @Test
    @Order(2)
    void a_forced_month_launches_its_instances_newest_first_and_no_report_of_equal_bytes() throws Exception {
        scene.run("--where", "date=2026-01", "--force").endedWith(ExitCode.OK);

        Act act = scene.launched(launches(DAYS * 3, DAYS, 1, 0));
        assertEquals(
                JANUARY.reversed().stream()
                        .flatMap(date -> Stream.of(date, date, date))
                        .toList(),
                dates(act, "clean"));
        assertEquals(JANUARY.reversed(), dates(act, "daily"));
    }

    @Test
    @Order(3)
    void forced_with_other_bytes_the_report_follows_and_the_newest_day_is_done_before_the_oldest_is_begun()
            throws Exception {
        Files.writeString(scene.scratch().resolve("undeclared"), "2\n");

        scene.run("--where", "date=2026-01", "--force").endedWith(ExitCode.OK);

        Act act = scene.launched(launches(DAYS * 3, DAYS, 1, 1));
        List<String> order = act.starts().stream().map(InstanceRef::toString).toList();
        assertTrue(
                order.indexOf("airflow/er/daily/date=" + JANUARY.getLast())
                        < order.indexOf("airflow/er/clean/date=%s/site=east".formatted(JANUARY.getFirst())),
                order::toString);
    }

    @Test
    @Order(4)
    void without_force_nothing_is_launched() throws Exception {
        int skipped = scene.run("--where", "date=2026-01")
                .endedWith(ExitCode.OK)
                .json()
                .get("counts")
                .get("skipped")
                .asInt();

        scene.launched(Map.of());
        assertEquals(DAYS * 3 + DAYS + 1, skipped);
    }

    private static List<LocalDate> dates(Act act, String task) {
        return act.starts().stream()
                .filter(instance -> instance.task().equals(task))
                .map(instance ->
                        LocalDate.parse(instance.partition().value("date").orElseThrow()))
                .toList();
    }
}
