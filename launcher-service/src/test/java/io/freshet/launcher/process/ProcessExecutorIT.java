package io.freshet.launcher.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.LogChunk;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.id.TraceIds;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.RunAsSpec;
import io.freshet.launcher.attempt.Rig;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.dataplane.ViewResult;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.launcher.domain.StartedProcess;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
class ProcessExecutorIT {
    @TempDir
    Path directory;

    @AutoClose
    Rig rig;

    @BeforeEach
    void begin() throws IOException {
        rig = Rig.forEveryUser(directory);
    }

    @Test
    void takes_over_what_a_command_wrote() throws Exception {
        rig.start();

        AttemptFinished finish = rig.run(rig.shell("write", "echo hello; echo 1 > $FRESHET_OUT_MADE/a.csv"));

        Outcome.Succeeded outcome = assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        assertEquals(1, outcome.outputs().size());
        assertEquals("hello\n", rig.reports.log());
        assertEquals(1, rig.reports.started.size());
        assertEquals(rig.reports.started.getFirst().at(), finish.startedAt());
        assertFalse(finish.at().isBefore(finish.startedAt()));
        assertEquals(6, finish.usage().logBytes());
    }

    @Test
    void waits_for_what_it_started_though_it_was_closed_just_then() throws Exception {
        LaunchAttempt order = Rig.order(rig.shell("closing", "sleep 600"));
        ProcessExecutor executor = rig.executor();
        ViewResult.Ready ready = assertInstanceOf(
                ViewResult.Ready.class,
                new DataPlane(rig.root, rig.instance, Clock.systemUTC())
                        .prepare(order.attempt(), order.work(), Owner.OURSELVES));
        AtomicReference<StartedProcess> started = new AtomicReference<>();

        executor.start(order, ready.view(), occurrence -> {
            if (occurrence instanceof Occurrence.Started(StartedProcess process, var _)) {
                executor.close();
                started.set(process);
            }
        });

        ProcessHandle wrapper =
                ProcessHandle.of(Long.parseLong(started.get().process())).orElseThrow();
        assertTrue(wrapper.destroyForcibly());
        Eventually.eventually(Rig.PATIENCE, wrapper::isAlive, alive -> !alive);
    }

    /** A file operation that takes long would hold up a carrier of virtual threads, and with it everything else. */
    @Test
    void does_file_work_on_threads_that_may_block() throws Exception {
        Map<String, Boolean> virtual = new ConcurrentHashMap<>();
        rig.fileSteps = step ->
                virtual.put(step.split(" ", -1)[0], Thread.currentThread().isVirtual());
        rig.start();

        rig.run(rig.shell("write", "echo 1 > $FRESHET_OUT_MADE/a.csv"));

        assertTrue(virtual.keySet().containsAll(List.of("view", "manifest", "object", "action")), virtual::toString);
        assertFalse(virtual.containsValue(true), virtual::toString);
    }

    @Test
    void answers_from_an_earlier_result() throws Exception {
        rig.start();
        AttemptSpec work = rig.shell("cached", "echo 1 > $FRESHET_OUT_MADE/a.csv");
        AttemptFinished first = rig.run(work);
        LaunchAttempt again = Rig.order(work, 2);

        rig.attempts().launch(again);

        rig.awaitIdle();
        Outcome.Succeeded outcome =
                assertInstanceOf(Outcome.Succeeded.class, rig.finish(again).outcome());
        assertEquals(first.attempt(), outcome.cachedFrom());
        assertEquals(1, rig.reports.started.size());
    }

    @Test
    void tells_the_exit_status() throws Exception {
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.shell("three", "echo 1 > $FRESHET_OUT_MADE/a; exit 3")));

        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(3, failed.exitCode());
    }

    @Test
    void tells_the_signal_that_ended_a_command() throws Exception {
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.shell("signal", "kill -SEGV $$")));

        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(139, failed.exitCode());
        assertTrue(failed.message().contains("SEGV"), failed.message());
        assertEquals("", rig.reports.log());
    }

    @Test
    void survives_a_command_that_signals_its_group() throws Exception {
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.shell("group", "kill 0; exit 5")));

        assertEquals(143, failed.exitCode());
    }

    @Test
    void names_a_program_that_is_missing() throws Exception {
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.work("missing", List.of("no-such-program"), Map.of(), null, null)));

        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(127, failed.exitCode());
        assertTrue(failed.message().contains("no-such-program"), failed.message());
        assertTrue(rig.reports.started.isEmpty());
    }

    @Test
    void finds_programs_among_the_code_but_no_commands_of_the_shell() throws Exception {
        rig.start();

        rig.run(rig.work("tool", List.of("tool.sh", "by name"), Map.of(), null, null));
        rig.run(rig.work("path", List.of("./tool.sh", "by path"), Map.of(), null, null));
        Outcome.Failed builtin = failed(rig.run(rig.work("builtin", List.of("exit", "0"), Map.of(), null, null)));

        assertEquals(127, builtin.exitCode());
        assertEquals(
                List.of("tool says by name\n", "tool says by path\n"),
                rig.reports.chunks.stream()
                        .map(LogChunk::text)
                        .filter(t -> !t.isEmpty())
                        .toList());
    }

    @Test
    void ends_what_runs_too_long_though_it_ignores_being_asked() throws Exception {
        rig.start();
        String script = "trap '' TERM; (trap '' TERM; sleep 600 & sleep 600) & echo $! ; sleep 600; sleep 600";

        LaunchAttempt order =
                Rig.order(rig.work("stubborn", List.of("sh", "-c", script), Map.of(), null, Duration.ofMillis(200)));
        rig.attempts().launch(order);
        rig.awaitIdle();

        Outcome.Failed failed = failed(rig.finish(order));
        assertEquals(FailureKind.TIMEOUT, failed.kind());
        assertNull(failed.exitCode());
        assertNothingIsLeftOf(order);
    }

    @Test
    void gives_time_to_end_well_before_it_insists() throws Exception {
        rig.grace = Duration.ofSeconds(30);
        rig.start();
        String script = "trap 'echo tidy; exit 7' TERM; echo on; while :; do sleep 0.05; done";
        LaunchAttempt order = Rig.order(rig.shell("tidy", script));
        rig.attempts().launch(order);
        Eventually.eventually(Rig.PATIENCE, () -> rig.reports.log(), "on\n"::equals);

        rig.attempts().cancel(Rig.cancel(order));

        rig.awaitIdle();
        Outcome.Failed failed = failed(rig.finish(order));
        assertEquals(FailureKind.CANCELLED, failed.kind());
        assertEquals(7, failed.exitCode());
        assertTrue(rig.reports.log().endsWith("tidy\n"), rig.reports.log());
    }

    @Test
    void ends_what_a_command_leaves_behind() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("leaves", "sleep 600 & sleep 600 & exit 0"));

        rig.attempts().launch(order);

        rig.awaitIdle();
        assertInstanceOf(Outcome.Succeeded.class, rig.finish(order).outcome());
        assertNothingIsLeftOf(order);
    }

    @Test
    void gives_a_clean_environment() throws Exception {
        rig.start();
        Map<String, String> env = Map.of(
                "ODD", "two\nlines 'quoted' \"twice\" $HOME `id` münchen 東京 😀",
                "EMPTY", "",
                "TRACEPARENT", "mine",
                "status", "kept",
                "FRESHET_PARAM_CURRENCY", "CHF");
        LaunchAttempt order = Rig.order(rig.work(
                "environment",
                List.of("sh", "-c", "pwd; env -0 | sort -z; printf '%s|' \"$@\"", "zero", "a b", "", "ü'\"\n$x"),
                env,
                null,
                null));

        rig.attempts().launch(order);

        rig.awaitIdle();
        String log = rig.reports.log();
        List<String> lines = List.of(log.substring(log.indexOf('\n') + 1).split("\0"));
        assertEquals(
                rig.work(order).resolve("code") + "", log.lines().findFirst().orElseThrow());
        assertTrue(lines.contains("ODD=" + env.get("ODD")), log);
        assertTrue(lines.contains("EMPTY="), log);
        assertTrue(lines.contains("status=kept"), log);
        assertTrue(lines.contains("FRESHET_PARAM_CURRENCY=CHF"), log);
        assertTrue(lines.contains("TZ=UTC"), log);
        assertTrue(lines.contains("HOME=" + rig.work(order).resolve("tmp")), log);
        assertTrue(
                lines.contains(
                        "TRACEPARENT=" + TraceIds.traceparent(order.trace(), TraceIds.attempt(order.attempt()), true)),
                log);
        assertTrue(log.endsWith("a b||ü'\"\n$x|"), log);
        assertTrue(lines.stream().noneMatch(line -> line.startsWith("JAVA_HOME") || line.startsWith("_freshet")), log);
    }

    @Test
    void refuses_a_variable_that_no_shell_can_hold() throws Exception {
        rig.start();

        Outcome.Failed failed = failed(rig.run(rig.work("dotted", List.of("true"), Map.of("a.b", "c"), null, null)));

        assertTrue(failed.message().contains("'a.b'"), failed.message());
    }

    @Test
    void opens_no_file_of_the_launcher_to_a_command() throws Exception {
        rig.start();

        rig.run(rig.shell("files", "ls /proc/self/fd | tr '\\n' ' '"));

        assertEquals("0 1 2 3 ", rig.reports.log()); // 3 is the directory that ls reads
    }

    @Test
    void runs_as_another_user_when_asked() throws Exception {
        assumeTrue(ProcFs.maySwitchUser(), "needs the right to switch users, as root has it");
        rig.start();
        String script =
                "id -u; id -g; id -G; echo 1 > $FRESHET_OUT_MADE/a; echo '{\"n\": 1}' > $FRESHET_RESULTS; touch $HOME/x";

        AttemptFinished finish =
                rig.run(rig.work("other", List.of("sh", "-c", script), Map.of(), RunAsSpec.numbered(2001, 3000), null));

        assertEquals("2001\n3000\n3000\n", rig.reports.log());
        Outcome.Succeeded outcome = assertInstanceOf(Outcome.Succeeded.class, finish.outcome());
        assertEquals(Map.of("n", "1"), outcome.results());
        assertEquals("2001", rig.reports.started.getFirst().user());
    }

    @Test
    void never_runs_as_root_unless_allowed() throws Exception {
        rig.allowRoot = false;
        rig.start();

        Outcome.Failed failed =
                failed(rig.run(rig.work("root", List.of("id"), Map.of(), RunAsSpec.numbered(0, null), null)));

        assertEquals(FailureKind.DENIED, failed.kind());
        assertTrue(failed.message().contains("root"), failed.message());
        assertTrue(rig.reports.started.isEmpty());
    }

    @Test
    void cancels_what_was_never_launched_for_good() throws Exception {
        rig.start();
        LaunchAttempt order = Rig.order(rig.shell("late", "echo 1"));

        rig.attempts().cancel(Rig.cancel(order));
        rig.awaitIdle();
        rig.attempts().launch(order);
        rig.awaitIdle();

        assertEquals(2, rig.reports.finished.size());
        assertEquals(rig.reports.finished.get(0), rig.reports.finished.get(1));
        assertEquals(
                FailureKind.CANCELLED, failed(rig.reports.finished.getFirst()).kind());
        assertTrue(rig.reports.started.isEmpty());
    }

    @Test
    void measures_the_processor_time_of_a_command() throws Exception {
        rig.start();

        AttemptFinished finish = rig.run(rig.shell("busy", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"));

        assertTrue(Objects.requireNonNull(finish.usage().cpuMillis()) > 10, finish.usage()::toString);
    }

    private static Outcome.Failed failed(AttemptFinished finish) {
        return assertInstanceOf(Outcome.Failed.class, finish.outcome());
    }

    private static void assertNothingIsLeftOf(LaunchAttempt order) {
        Eventually.eventually(
                Rig.PATIENCE,
                () -> {
                    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
                        return all.filter(p -> ProcFs.hasVariable(p.pid(), "FRESHET_ATTEMPT", order.attempt()))
                                .count();
                    }
                },
                count -> count == 0);
    }
}
