package io.freshet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.LocalStandalone;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.RunState;
import io.freshet.contracts.api.ScheduleInfo;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.embedded.DeletedTree;
import io.freshet.endtoend.installation.FakedClock;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole standalone runs while the clocks of Europe/Berlin change: what is scheduled for a time of each day fires once on that day, also
 * where its time is left out or comes twice.
 *
 * <p>Only with {@code -Dfreshet.faketime=FILE}, which says where {@code libfaketimeMT.so.1} is, or {@code installed}.
 */
@EnabledIfSystemProperty(named = ClockChangeIT.PROPERTY, matches = ".+")
final class ClockChangeIT {
    static final String PROPERTY = "freshet.faketime";

    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final WorkflowRef WORKFLOW = WorkflowRef.parse("clock/daily");

    /** From the start of a standalone to the change: until then it has to be up, and to have the workflow. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private FakedClock clock;
    private DataDirectory data;

    @AfterEach
    void cleanUp() throws IOException, InterruptedException {
        if (data != null) {
            stop();
        }
        DeletedTree.delete(directory);
    }

    @Test
    void a_time_that_is_left_out_fires_once_at_the_end_of_the_gap() throws Exception {
        Instant change = next(true);
        Endpoints endpoints = start(change.minus(BEFORE));
        deploy(endpoints, "30 2 * * *", "10 0 3 * * *");
        requireEarlier(endpoints, change);

        awaitTime(endpoints, change.plusSeconds(30));

        assertEquals(List.of(change), fired(endpoints, "first"), "at the end of the hour that is left out");
        assertEquals(List.of(change.plusSeconds(10)), fired(endpoints, "second"), "03:00:10");
        assertEquals(
                change.plus(Duration.ofMinutes(23 * 60 + 30)),
                schedule(endpoints, "first").next().getFirst(),
                "02:30 of the next day");
    }

    @Test
    void a_time_that_comes_twice_fires_the_first_time() throws Exception {
        Instant change = next(false);
        Endpoints endpoints = start(change.minus(BEFORE));
        deploy(endpoints, "50 59 2 * * *", "10 0 2 * * *");
        requireEarlier(endpoints, change.minusSeconds(10));

        awaitTime(endpoints, change.plusSeconds(30));

        List<Instant> once = List.of(change.minusSeconds(10));
        assertEquals(once, fired(endpoints, "first"), "02:59:50, for the first time");
        assertEquals(List.of(), fired(endpoints, "second"), "02:00:10, for the second time");
        stop();
        Instant again = change.plus(Duration.ofHours(1)).minusSeconds(10);
        endpoints = start(again.minusSeconds(30));
        awaitTime(endpoints, again.plusSeconds(30));
        assertEquals(once, fired(endpoints, "first"), "02:59:50, for the second time");
        assertEquals(
                change.plus(Duration.ofDays(1)).plus(Duration.ofHours(1)).minusSeconds(10),
                schedule(endpoints, "first").next().getFirst(),
                "02:59:50 of the next day");
    }

    /** The next change of the clocks that leaves an hour out, or after which one comes again. */
    private static Instant next(boolean gap) {
        ZoneOffsetTransition transition = BERLIN.getRules().nextTransition(Instant.now());
        return transition.isGap() == gap
                ? transition.getInstant()
                : BERLIN.getRules().nextTransition(transition.getInstant()).getInstant();
    }

    private Endpoints start(Instant now) throws IOException, InterruptedException {
        if (clock == null) {
            clock = FakedClock.of(System.getProperty("freshet.faketime"));
            data = new DataDirectory(directory.resolve("data"));
        }
        return clock.start(data, now);
    }

    private void stop() throws IOException, InterruptedException {
        Endpoints running = Endpoints.read(data).orElse(null);
        if (running != null) {
            assertTrue(LocalStandalone.stop(running, LIMIT), "it stops");
        }
    }

    /** Two schedules, and one that shows how late it is. */
    private void deploy(Endpoints endpoints, String first, String second) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: daily}
                spec:
                  params:
                    time: {default: never}
                  datasets:
                    days: {path: days, layout: "{date:yyyy-MM-dd}.txt"}
                  tasks:
                    note: {outputs: [days], run: {command: [sh, -c, 'echo "$FRESHET_PARAM_TIME" >"$FRESHET_OUTPUT_DAYS"']}}
                  triggers:
                    - schedule: {name: first, cron: "%s", timezone: Europe/Berlin, params: {time: "{nominal}"}}
                    - schedule: {name: second, cron: "%s", timezone: Europe/Berlin, params: {time: "{nominal}"}}
                    - schedule: {name: often, cron: "*/5 * * * * *", timezone: UTC}
                """.formatted(first, second));
        try (SchedulerClient scheduler = endpoints.schedulerClient("tester")) {
            scheduler.deploy(WORKFLOW.namespace(), BundleDirectory.zip(bundle));
        }
    }

    private static void requireEarlier(Endpoints endpoints, Instant time) throws IOException {
        Instant next = schedule(endpoints, "often").next().getFirst();
        assertTrue(next.isBefore(time), () -> "the standalone was not ready in time: it is %s already".formatted(next));
    }

    private static void awaitTime(Endpoints endpoints, Instant time) {
        Eventually.eventually(LIMIT, () -> {
            ScheduleInfo.LastFiring last = schedule(endpoints, "often").last();
            assertTrue(last != null && !last.nominalTime().isBefore(time), () -> "it is later than " + last);
        });
    }

    private static ScheduleInfo schedule(Endpoints endpoints, String name) throws IOException {
        try (SchedulerClient scheduler = endpoints.schedulerClient("tester")) {
            return scheduler.schedules().find(WORKFLOW, name, 1);
        }
    }

    /** The nominal times for which a schedule has fired: the runs of the history, when all of them have ended. */
    private static List<Instant> fired(Endpoints endpoints, String schedule) throws IOException {
        try (AuditClient audit = endpoints.auditClient()) {
            assertTrue(audit.awaitSettled(WORKFLOW, Duration.ofSeconds(30)).settled());
            return audit
                    .runs(Filter.ANY
                            .namespace(WORKFLOW.namespace())
                            .workflow(WORKFLOW.workflow())
                            .limit(1_000))
                    .items()
                    .stream()
                    .filter(run -> run.state() == RunState.SUCCEEDED)
                    .filter(run -> run.cause() != null && run.cause().firing() != null)
                    .map(run -> run.cause().firing())
                    .filter(firing -> firing.schedule().equals(schedule))
                    .map(firing -> firing.nominalTime())
                    .toList();
        }
    }
}
