package io.freshet.launcher.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.StopCause;
import io.freshet.launcher.inprocess.InProcessExecutor;
import io.freshet.launcher.journal.Journal;
import io.freshet.launcher.journal.JournalFollower;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher that is started again finds out what became of what the one before it had begun. */
class RestartIT {
    @TempDir
    Path directory;

    Rig rig;

    @BeforeEach
    void begin() {
        rig = new Rig(directory);
    }

    @AfterEach
    void end() throws Exception {
        rig.close();
    }

    @Test
    void watches_on_what_runs() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell(
                "runs", "echo before; until [ -e go ]; do sleep 0.02; done; echo after; echo 1 >$FRESHET_OUT_MADE/a"));
        rig.attempts().launch(order);
        Eventually.eventually(Rig.PATIENCE, () -> rig.reports.log(), "before\n"::equals);
        rig.stop();

        rig.start();
        Eventually.eventually(Rig.PATIENCE, () -> rig.reports.started.size(), count -> count == 2);
        Files.createFile(rig.work(order).resolve("code/go"));

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
        assertEquals(rig.reports.started.get(0), rig.reports.started.get(1));
        assertEquals("before\nafter\n", rig.reports.log());
    }

    @Test
    void tells_of_a_start_that_was_not_told_yet_when_the_process_had_ended() throws Exception {
        rig.start();
        rig.reports.startsLinger = true;
        LaunchAttempt order = Rig.order(rig.shell("quick", "echo 1 >$FRESHET_OUT_MADE/a"));
        rig.attempts().launch(order);
        rig.awaitFile(rig.directory(order).resolve("exit"));
        Eventually.eventually(Rig.PATIENCE, () -> rig.attempts().running(), running -> running == 0);
        rig.stop();
        rig.reports.startsLinger = false;

        rig.start();

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
        assertEquals(
                List.of(order.attempt()),
                rig.reports.started.stream().map(AttemptStarted::attempt).toList());
    }

    @Test
    void takes_over_what_ended_meanwhile() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(
                rig.shell("ended", "until [ -e go ]; do sleep 0.02; done; echo done; echo 1 >$FRESHET_OUT_MADE/a"));
        rig.attempts().launch(order);
        rig.awaitStarted(order);
        rig.awaitFile(rig.directory(order).resolve("start.1"));
        rig.stop();
        Files.createFile(rig.work(order).resolve("code/go"));
        Eventually.eventually(
                Rig.PATIENCE,
                () -> Files.readString(rig.directory(order).resolve("exit")),
                exit -> exit.startsWith("0\n"));

        rig.start();

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
        assertEquals("done\n", rig.reports.log());
    }

    @Test
    void reports_what_vanished_as_lost_and_ends_what_it_left() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("vanished", "echo $$ > tmp.pid; mv tmp.pid pid; sleep 600"));
        rig.attempts().launch(order);
        rig.awaitFile(rig.work(order).resolve("code/pid"));
        // The third word of the claim is the wrapper's number; the command's own number is one in its namespace.
        String claim = Files.readString(rig.directory(order).resolve("start.1"));
        ProcessHandle wrapper =
                ProcessHandle.of(Long.parseLong(claim.split(" ", -1)[2])).orElseThrow();
        // The shell says its number before it has started what sleeps.
        List<ProcessHandle> command = Eventually.eventually(
                Rig.PATIENCE, () -> wrapper.descendants().toList(), descendants -> descendants.size() >= 2);
        rig.stop();
        assertTrue(wrapper.destroyForcibly());
        Eventually.eventually(Rig.PATIENCE, wrapper::isAlive, alive -> !alive);

        rig.start();

        rig.awaitIdle();
        assertEquals(FailureKind.LOST, failed(order).kind());
        Eventually.eventually(Rig.PATIENCE, () -> command.stream().anyMatch(ProcessHandle::isAlive), alive -> !alive);
    }

    @Test
    void starts_what_was_never_started() throws Exception {
        LaunchAttempt order = Rig.order(rig.shell("never", "echo ran"));
        new AttemptRecords(rig.root, "launcher-0", LocalDisk.SYNCED).recordLaunch(order);

        rig.start();

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
        assertEquals("ran\n", rig.reports.log());
    }

    @Test
    void counts_the_time_from_the_first_start() throws Exception {
        rig.start();
        LaunchAttempt order =
                Rig.order(rig.work("time", List.of("sleep", "600"), Map.of(), null, Duration.ofMillis(700)));
        rig.attempts().launch(order);
        rig.awaitStarted(order);
        rig.awaitFile(rig.directory(order).resolve("start.1"));
        rig.stop();

        rig.start();

        rig.awaitIdle();
        AttemptFinished finish = rig.finish(order);
        assertEquals(FailureKind.TIMEOUT, failed(order).kind());
        assertEquals(rig.reports.started.getFirst().at(), finish.startedAt());
    }

    @Test
    void ends_what_was_cancelled_before_the_kill() throws Exception {
        rig.grace = Duration.ofMinutes(1);
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("stubborn", "trap '' TERM; echo on; sleep 600; sleep 600"));
        rig.attempts().launch(order);
        Eventually.eventually(Rig.PATIENCE, () -> rig.reports.log(), "on\n"::equals);
        rig.attempts().cancel(Rig.cancel(order));
        Eventually.eventually(
                Rig.PATIENCE,
                () -> Journal.open(rig.journal(), LocalDisk.UNSYNCED).stop(order.attempt()),
                Optional::isPresent);
        rig.stop();
        rig.grace = Duration.ofMillis(100);

        rig.start();

        rig.awaitIdle();
        assertEquals(FailureKind.CANCELLED, failed(order).kind());
    }

    @Test
    void does_nothing_for_what_was_reported_and_says_the_same_when_asked_again() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("reported", "echo once"));
        rig.attempts().launch(order);
        rig.awaitIdle();
        rig.stop();

        rig.start();
        assertEquals(0, rig.attempts().open());
        rig.attempts().launch(order);
        rig.awaitIdle();

        assertEquals(2, rig.reports.finished.size());
        assertEquals(
                1,
                new TreeSet<>(rig.reports.finished.stream()
                                .map(Object::toString)
                                .toList())
                        .size());
        assertEquals(1, rig.reports.started.size());
    }

    @Test
    void reports_when_the_broker_is_back() throws Exception {
        rig.reports.reachable = false;
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("unheard", "echo text"));
        rig.attempts().launch(order);
        JournalFollower journal = new JournalFollower(rig.journal());
        Eventually.eventually(Rig.PATIENCE, () -> journal.finish(order.attempt()), Optional::isPresent);
        rig.stop();
        rig.reports.reachable = true;

        rig.start();

        rig.awaitIdle();
        assertEquals(1, rig.reports.finished.size());
        assertEquals("text\n", rig.reports.log());
        assertTrue(rig.reports.chunks.getLast().last());
    }

    @Test
    void leaves_an_attempt_of_another_launcher_alone() throws Exception {
        LaunchAttempt order = Rig.order(rig.shell("theirs", "echo ran"));
        new AttemptRecords(rig.root, "launcher-1", LocalDisk.SYNCED).recordLaunch(order);
        rig.start();

        rig.attempts().launch(order);

        assertEquals(0, rig.attempts().open());
        assertTrue(rig.reports.finished.isEmpty());
    }

    @Test
    void begins_what_a_launcher_that_was_closed_and_killed_had_not_begun() throws Exception {
        LaunchAttempt order = Rig.order(rig.shell("unbegun", "echo ran"));
        AttemptRecords records = new AttemptRecords(rig.root, "launcher-0", LocalDisk.SYNCED);
        records.recordLaunch(order);
        records.recordStop(order.attempt(), StopCause.LAUNCHER_CLOSED);

        rig.start();

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
    }

    @Test
    void ends_what_another_launcher_was_told_to_cancel() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("elsewhere", "sleep 600"));
        rig.attempts().launch(order);
        rig.awaitStarted(order);
        try (Rig other = new Rig(rig.root.root())) {
            other.instance = "launcher-1";
            other.start();
            other.attempts().cancel(Rig.cancel(order));
            assertTrue(other.reports.finished.isEmpty());
        }

        rig.attempts().cancelAsked();

        rig.awaitIdle();
        assertEquals(FailureKind.CANCELLED, failed(order).kind());
        rig.attempts().cancelAsked();
        assertEquals(List.of(), new AttemptRecords(rig.root, "launcher-0", LocalDisk.SYNCED).askedToCancel());
    }

    @Test
    void reports_what_it_ended_by_closing_as_lost() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("closed", "sleep 600"));
        rig.attempts().launch(order);
        rig.awaitStarted(order);

        rig.attempts().stopAll();

        rig.awaitIdle();
        assertEquals(FailureKind.LOST, failed(order).kind());
    }

    @Test
    void succeeds_at_once_in_process_and_makes_nothing() throws Exception {
        rig.start(new InProcessExecutor("here", Clock.systemUTC()), CrashPoints.NONE);

        AttemptFinished finish = rig.run(rig.shell("nothing", "echo never"));

        assertEquals(new Outcome.Succeeded(List.of(), Map.of(), null), finish.outcome());
        assertEquals("in-process", rig.reports.started.getFirst().executor());
        assertTrue(rig.reports.chunks.isEmpty());
    }

    @Test
    void kills_leave_nothing_different_wherever_they_happen() throws Exception {
        List<String> steps = new ArrayList<>();
        Rig undisturbed = new Rig(directory.resolve("undisturbed"));
        try (undisturbed) {
            undisturbed.start(steps::add);
            undisturbed.attempts().launch(sample(undisturbed));
            undisturbed.awaitIdle();
        }
        assertTrue(steps.size() > 20, steps::toString);

        for (int step = 0; step < steps.size(); step++) {
            try (Rig killed = new Rig(directory.resolve("killed-" + step))) {
                killAndRestart(killed, step, steps.get(step));
                assertSameEnd(undisturbed, killed, steps.get(step));
            }
        }
    }

    private static LaunchAttempt sample(Rig rig) throws IOException {
        return Rig.order(rig.work(
                "sample",
                List.of("sh", "-c", "echo once >> \"$WITNESS\"; echo text; echo 1 > $FRESHET_OUT_MADE/a"),
                Map.of("WITNESS", rig.root.root().resolve("witness").toString()),
                null,
                null));
    }

    private void killAndRestart(Rig rig, int fatal, String name) throws Exception {
        AtomicReference<Thread> dead = new AtomicReference<>();
        int[] reached = {0};
        LaunchAttempt order = sample(rig);
        rig.start(step -> {
            synchronized (reached) {
                if (reached[0]++ == fatal) {
                    dead.set(Thread.currentThread());
                    throw new Killed(name);
                }
            }
        });
        boolean committed = true;
        try {
            rig.attempts().launch(order);
        } catch (Killed e) {
            committed = false;
        }
        Eventually.eventually(Rig.PATIENCE, dead::get, thread -> thread != null);
        rig.stop();

        rig.start();
        if (!committed) {
            rig.attempts().launch(order);
        }
        rig.awaitIdle();
    }

    private static void assertSameEnd(Rig expected, Rig actual, String step) throws IOException {
        LaunchAttempt order = sample(actual);
        Set<Outcome> outcomes = Set.copyOf(
                actual.reports.finished.stream().map(AttemptFinished::outcome).toList());
        assertEquals(Set.of(expected.finish(order).outcome()), outcomes, step);
        assertEquals(1, actual.reports.finished.stream().distinct().count(), step);
        assertEquals("once\n", Files.readString(actual.root.root().resolve("witness")), step);
        assertStartsFitClaims(actual, order, step);
        assertEquals("text\n", actual.reports.log(), step);
        assertTrue(actual.reports.chunks.stream().anyMatch(LogChunk::last), step);
        assertTrue(Files.notExists(actual.work(order).resolve("out")), step);
    }

    /** A start that was told and then given up, because its wrapper had not got to run the command, is followed by another one. */
    private static void assertStartsFitClaims(Rig actual, LaunchAttempt order, String step) throws IOException {
        long starts = actual.reports.started.stream().distinct().count();
        try (Stream<Path> files = Files.list(actual.directory(order))) {
            long claims = files.filter(file -> file.getFileName().toString().startsWith("start."))
                    .count();
            assertTrue(starts >= 1 && starts <= claims, step);
        }
        assertEquals(actual.reports.started.getLast().at(), actual.finish(order).startedAt(), step);
    }

    private Outcome.Failed failed(LaunchAttempt order) {
        return assertInstanceOf(Outcome.Failed.class, rig.finish(order).outcome());
    }

    /** What a kill is to the thread that does the work. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String step) {
            super(step, null, false, false);
        }
    }
}
