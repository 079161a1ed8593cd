package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.AttemptState.Accepted;
import io.freshet.launcher.domain.AttemptState.Closed;
import io.freshet.launcher.domain.AttemptState.Closing;
import io.freshet.launcher.domain.AttemptState.Running;
import io.freshet.launcher.domain.AttemptState.Staging;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptLifecycleTest {
    private static final Instant NOW = Instant.parse("2026-01-05T06:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final AttemptLifecycle LIFE = new AttemptLifecycle("process", LIMIT);
    private static final StartedProcess PROCESS = new StartedProcess("here", "42", "1000", NOW);
    private static final Usage USAGE = new Usage(1L, 2L, 3);
    private static final Outcome.Succeeded MADE = new Outcome.Succeeded(List.of(), Map.of("n", "1"), null);
    private static final Outcome.Succeeded LINKED = new Outcome.Succeeded(List.of(), Map.of(), "earlier");
    private static final LaunchAttempt LAUNCH = launch();

    @Test
    void begins_what_was_never_begun() {
        assertEquals(
                new Decision(accepted(), List.of(new Effect.Begin(LAUNCH))),
                decide(accepted(), new Occurrence.NotBegun()));
    }

    @Test
    void begins_again_what_an_earlier_launcher_closed_before_it_was_begun() {
        StopCause left = StopCause.LAUNCHER_CLOSED.afterRestart();

        Decision decision = decide(new Accepted(LAUNCH, left), new Occurrence.NotBegun());

        assertEquals(new Decision(accepted(), List.of(new Effect.Begin(LAUNCH))), decision);
    }

    @Test
    void reports_as_lost_what_an_earlier_launcher_closed_while_it_ran() {
        StopCause left = StopCause.LAUNCHER_CLOSED.afterRestart();
        Decision started = decide(new Accepted(LAUNCH, left), new Occurrence.Started(PROCESS));

        Decision ended = decide(started.next(), ended(new ProcessEnd.Exited(143, false), NOW.plusSeconds(1)));

        assertTrue(started.effects().contains(new Effect.Stop()));
        assertEquals(FailureKind.LOST, failed(ended).kind());
    }

    @Test
    void tells_of_the_start_and_watches_the_time_from_then() {
        Decision decision = decide(accepted(), new Occurrence.Started(PROCESS));

        assertEquals(new Running(LAUNCH, PROCESS, null), decision.next());
        assertInstanceOf(Effect.PublishStarted.class, decision.effects().getFirst());
        assertEquals(new Effect.ArmTimeout(LIMIT), decision.effects().getLast());
    }

    @Test
    void has_what_already_ran_run_for_no_longer_than_what_is_left_of_its_time() {
        Decision measured = decide(accepted(), new Occurrence.Started(PROCESS, Duration.ofSeconds(3)));
        Decision estimated = decideAt(NOW.plusSeconds(3), new Occurrence.Started(PROCESS, null));

        assertEquals(
                new Effect.ArmTimeout(LIMIT.minusSeconds(3)), measured.effects().getLast());
        assertEquals(
                new Effect.ArmTimeout(LIMIT.minusSeconds(3)),
                estimated.effects().getLast());
    }

    @Test
    void ends_nothing_early_for_the_clock_of_its_machine_or_ours() {
        StartedProcess slow = new StartedProcess("there", "42", "alice", NOW.minus(Duration.ofHours(1)));
        StartedProcess fast = new StartedProcess("there", "42", "alice", NOW.plus(Duration.ofHours(1)));

        Decision begunHere = decide(accepted(), new Occurrence.Started(slow));
        Decision found = decideAt(NOW.plusSeconds(3), new Occurrence.Started(slow, null));
        Decision foundAhead = decideAt(NOW.plusSeconds(3), new Occurrence.Started(fast, null));

        assertEquals(new Effect.ArmTimeout(LIMIT), begunHere.effects().getLast());
        assertEquals(
                new Effect.ArmTimeout(LIMIT.minusSeconds(3)), found.effects().getLast());
        assertEquals(new Effect.ArmTimeout(LIMIT), foundAhead.effects().getLast());
    }

    @Test
    void takes_outputs_over_after_a_good_end_only() {
        Instant end = NOW.plusSeconds(1);

        Decision good = decide(running(), ended(new ProcessEnd.Exited(0, false), end));
        Decision bad = decide(running(), ended(new ProcessEnd.Exited(1, false), end));

        assertEquals(new Staging(LAUNCH, PROCESS, USAGE, end), good.next());
        assertEquals(List.of(new Effect.Stage(LAUNCH)), good.effects());
        assertEquals(FailureKind.EXIT, failed(bad).kind());
    }

    @Test
    void writes_an_end_down_before_it_tells() {
        Decision decision = decide(staging(), new Occurrence.Staged(MADE));

        AttemptFinished finish = finish(decision);
        assertEquals(MADE, finish.outcome());
        assertEquals(NOW, finish.startedAt());
        assertEquals(NOW.plusSeconds(1), finish.at());
        assertEquals(
                List.of(
                        new Effect.RecordFinish(finish),
                        new Effect.SendFinish(finish),
                        new Effect.EndLog(),
                        new Effect.Discard()),
                decision.effects());
    }

    @Test
    void answers_from_the_cache_without_a_start() {
        AttemptFinished finish = finish(decide(accepted(), new Occurrence.Answered(LINKED)));

        assertEquals(LINKED, finish.outcome());
        assertNull(finish.startedAt());
    }

    @Test
    void tells_failures_of_the_beginning_and_of_the_end_apart() {
        assertEquals(
                FailureKind.INPUT_CHANGED,
                failed(decide(accepted(), new Occurrence.Refused(FailureKind.INPUT_CHANGED, "changed", null)))
                        .kind());
        assertEquals(
                FailureKind.CHECK,
                failed(decide(staging(), new Occurrence.Rejected(FailureKind.CHECK, "too few rows")))
                        .kind());
    }

    @Test
    void writes_down_why_it_ends_a_process_before_it_does() {
        assertEquals(
                new Decision(
                        new Running(LAUNCH, PROCESS, StopCause.TIMEOUT),
                        List.of(new Effect.RecordStop(StopCause.TIMEOUT), new Effect.Stop())),
                decide(running(), new Occurrence.TimeoutElapsed()));
    }

    @Test
    void keeps_the_first_reason_to_end_a_process() {
        Running stopping = new Running(LAUNCH, PROCESS, StopCause.TIMEOUT);

        assertEquals(Decision.stay(stopping), decide(stopping, new Occurrence.StopOrdered(StopCause.CANCELLED)));
    }

    @Test
    void does_not_begin_what_was_cancelled() {
        Decision cancelled = decide(accepted(), new Occurrence.StopOrdered(StopCause.CANCELLED));
        Decision notBegun = decide(cancelled.next(), new Occurrence.NotBegun());
        Decision begun = decide(cancelled.next(), new Occurrence.Started(PROCESS));

        assertEquals(List.of(new Effect.RecordStop(StopCause.CANCELLED), new Effect.Stop()), cancelled.effects());
        assertEquals(FailureKind.CANCELLED, failed(notBegun).kind());
        assertEquals(new Effect.Stop(), begun.effects().getLast());
    }

    @Test
    void calls_cancelled_what_could_not_be_started_after_it_was_cancelled() {
        Decision cancelled = decide(accepted(), new Occurrence.StopOrdered(StopCause.CANCELLED));
        Decision refused =
                decide(cancelled.next(), new Occurrence.Refused(FailureKind.LAUNCH, "its pod was removed", null));

        assertEquals(FailureKind.CANCELLED, failed(refused).kind());
    }

    @Test
    void leaves_what_it_has_not_begun_to_the_next_launcher_when_it_closes() {
        Decision closing = decide(accepted(), new Occurrence.StopOrdered(StopCause.LAUNCHER_CLOSED));

        assertEquals(List.of(), closing.effects());
        assertEquals(
                List.of(), decide(closing.next(), new Occurrence.NotBegun()).effects());
    }

    @Test
    void is_done_when_both_the_report_and_the_log_arrived_in_either_order() {
        Closing closing = closing();

        Decision reported = decide(closing, new Occurrence.Reported());
        Decision told = decide(closing, new Occurrence.LogDelivered());

        assertEquals(new Closing(closing.finish(), true, false), reported.next());
        assertEquals(
                new Closed(closing.finish()),
                decide(reported.next(), new Occurrence.LogDelivered()).next());
        assertEquals(
                new Decision(
                        new Closed(closing.finish()),
                        List.of(new Effect.RecordReported(), new Effect.Release(), new Effect.Forget())),
                decide(told.next(), new Occurrence.Reported()));
    }

    @Test
    void says_the_same_when_it_is_ordered_again() {
        Closed closed = new Closed(closing().finish());

        assertEquals(
                List.of(new Effect.SendFinish(closed.finish())),
                decide(closed, new Occurrence.LaunchOrdered()).effects());
    }

    @Test
    void never_ends_before_it_began() {
        Decision decision = decide(running(), ended(new ProcessEnd.Exited(1, false), NOW.minusMillis(3)));

        assertEquals(NOW, finish(decision).at());
    }

    /** Whatever comes, in whatever order and however often: one end, and nothing begins after it. */
    @Test
    void has_one_end_whatever_happens() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            AttemptState state = accepted();
            List<AttemptFinished> ends = new ArrayList<>();
            for (int step = 0; step < 30; step++) {
                Decision decision = decide(state, any(random));
                for (Effect effect : decision.effects()) {
                    if (effect instanceof Effect.RecordFinish(AttemptFinished finish)) {
                        ends.add(finish);
                    }
                    if (effect instanceof Effect.SendFinish(AttemptFinished finish)) {
                        assertEquals(List.of(finish), ends, "seed " + seed);
                    }
                    boolean begins = effect instanceof Effect.Begin || effect instanceof Effect.Stage;
                    assertTrue(!begins || ends.isEmpty(), "seed " + seed);
                }
                state = decision.next();
            }
            assertTrue(ends.size() <= 1, "seed " + seed);
        }
    }

    private static Occurrence any(Random random) {
        List<Occurrence> all = List.of(
                new Occurrence.LaunchOrdered(),
                new Occurrence.Resumed(),
                new Occurrence.NotBegun(),
                new Occurrence.StopOrdered(StopCause.values()[random.nextInt(3)]),
                new Occurrence.Answered(LINKED),
                new Occurrence.Refused(FailureKind.LAUNCH, "no", null),
                new Occurrence.Started(PROCESS),
                ended(new ProcessEnd.Exited(random.nextInt(2), false), NOW),
                ended(new ProcessEnd.Vanished(), NOW),
                new Occurrence.TimeoutElapsed(),
                new Occurrence.Staged(MADE),
                new Occurrence.Rejected(FailureKind.CHECK, "no"),
                new Occurrence.Reported(),
                new Occurrence.LogDelivered());
        return all.get(random.nextInt(all.size()));
    }

    private static Decision decide(AttemptState state, Occurrence occurrence) {
        return LIFE.decide(state, occurrence, NOW);
    }

    private static Decision decideAt(Instant now, Occurrence occurrence) {
        return LIFE.decide(accepted(), occurrence, now);
    }

    private static AttemptFinished finish(Decision decision) {
        return assertInstanceOf(Closing.class, decision.next()).finish();
    }

    private static Outcome.Failed failed(Decision decision) {
        return assertInstanceOf(Outcome.Failed.class, finish(decision).outcome());
    }

    private static Occurrence ended(ProcessEnd end, Instant at) {
        return new Occurrence.Ended(end, USAGE, at);
    }

    private static Accepted accepted() {
        return new Accepted(LAUNCH, null);
    }

    private static Running running() {
        return new Running(LAUNCH, PROCESS, null);
    }

    private static Staging staging() {
        return new Staging(LAUNCH, PROCESS, USAGE, NOW.plusSeconds(1));
    }

    private static Closing closing() {
        return new Closing(finish(decide(staging(), new Occurrence.Staged(MADE))), false, false);
    }

    /** An order to launch, as any other. */
    static LaunchAttempt launch() {
        return Launches.launch("prod", "alice", null, NOW);
    }
}
