package io.freshet.launcher.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.event.TaskEvent.AttemptStarted;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.contracts.event.Usage;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.domain.AttemptState.Accepted;
import io.freshet.launcher.domain.AttemptState.Closed;
import io.freshet.launcher.domain.AttemptState.Closing;
import io.freshet.launcher.domain.AttemptState.Running;
import io.freshet.launcher.domain.AttemptState.Staging;
import io.freshet.launcher.domain.Occurrence.Answered;
import io.freshet.launcher.domain.Occurrence.Delayed;
import io.freshet.launcher.domain.Occurrence.Ended;
import io.freshet.launcher.domain.Occurrence.LaunchOrdered;
import io.freshet.launcher.domain.Occurrence.LogDelivered;
import io.freshet.launcher.domain.Occurrence.NotBegun;
import io.freshet.launcher.domain.Occurrence.Refused;
import io.freshet.launcher.domain.Occurrence.Rejected;
import io.freshet.launcher.domain.Occurrence.Reported;
import io.freshet.launcher.domain.Occurrence.Resumed;
import io.freshet.launcher.domain.Occurrence.Staged;
import io.freshet.launcher.domain.Occurrence.Started;
import io.freshet.launcher.domain.Occurrence.StopOrdered;
import io.freshet.launcher.domain.Occurrence.TimeoutElapsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of an attempt, as {@code docs/reference/attempt-states.md} draws it.
 *
 * <p>What does not fit a state changes nothing: it is a repetition, or came too late.
 *
 * @param executor its name, for the report of a start
 * @param limit how long an attempt may run whose task does not say
 */
public record AttemptLifecycle(String executor, Duration limit) {

    /** What follows when {@code occurrence} meets {@code state}. */
    public Decision decide(AttemptState state, Occurrence occurrence, Instant now) {
        return switch (state) {
            case Accepted accepted -> accepted(accepted, occurrence, now);
            case Running running -> running(running, occurrence);
            case Staging staging -> staging(staging, occurrence);
            case Closing closing -> closing(closing, occurrence);
            case Closed closed -> closed(closed, occurrence);
        };
    }

    private Decision accepted(Accepted state, Occurrence occurrence, Instant now) {
        LaunchAttempt launch = state.launch();
        return switch (occurrence) {
            case Resumed() -> Decision.of(state, new Effect.Resume(launch));
            case NotBegun() -> notBegun(state, now);
            case StopOrdered(StopCause cause) -> stop(state, cause);
            case Answered(Outcome.Succeeded outcome) -> unstarted(launch, outcome, now);
            case Refused(FailureKind kind, String message, Integer exitCode) ->
                unstarted(
                        launch,
                        state.stop() == StopCause.CANCELLED
                                ? FinishEvents.cancelledBeforeStart()
                                : new Outcome.Failed(kind, message, exitCode),
                        now);
            case Started(StartedProcess process, Duration age) ->
                started(state, process, age == null ? estimatedAge(launch, process, now) : age);
            case Delayed(String why) -> Decision.of(state, new Effect.PublishDelayed(delayed(launch, why, now)));
            case LaunchOrdered(), Ended _, TimeoutElapsed(), Staged _, Rejected _, Reported(), LogDelivered() ->
                Decision.stay(state);
        };
    }

    /** The report that an attempt was ordered and cannot start yet. */
    public static StateChanged delayed(LaunchAttempt launch, String why, Instant now) {
        return new StateChanged(
                launch.instance(),
                InstanceState.ADMITTED,
                Reason.START_DELAYED,
                "Attempt %d cannot start yet: %s".formatted(launch.number(), why),
                launch.run(),
                launch.attempt(),
                List.of(),
                List.of(),
                launch.work().actionKey(),
                List.of(),
                now);
    }

    private static Decision notBegun(Accepted state, Instant now) {
        return switch (state.stop()) {
            case null -> Decision.of(state, new Effect.Begin(state.launch()));
            case CANCELLED, TIMEOUT -> unstarted(state.launch(), FinishEvents.cancelledBeforeStart(), now);
            case LAUNCHER_CLOSED -> Decision.stay(state);
            case EARLIER_LAUNCHER_CLOSED ->
                Decision.of(new Accepted(state.launch(), null), new Effect.Begin(state.launch()));
        };
    }

    /** A launcher that closes leaves what it has not begun to the next one, so it puts nothing on record. */
    private static Decision stop(Accepted state, StopCause cause) {
        if (state.stop() != null) {
            return Decision.stay(state);
        }
        Accepted stopped = new Accepted(state.launch(), cause);
        return cause == StopCause.LAUNCHER_CLOSED
                ? Decision.of(stopped)
                : Decision.of(stopped, new Effect.RecordStop(cause), new Effect.Stop());
    }

    /**
     * For how long something has run that an earlier launcher has begun, if nobody has measured it. The clocks of its machine, of the
     * scheduler and of this launcher take part, and it is ended too early only if both others are behind ours.
     */
    private static Duration estimatedAge(LaunchAttempt launch, StartedProcess process, Instant now) {
        Instant begun = laterOf(process.at(), launch.at());
        return begun.isAfter(now) ? Duration.ZERO : Duration.between(begun, now);
    }

    private Decision started(Accepted state, StartedProcess process, Duration age) {
        LaunchAttempt launch = state.launch();
        Running running = new Running(launch, process, state.stop());
        Effect.PublishStarted publish = new Effect.PublishStarted(new AttemptStarted(
                launch.instance(),
                launch.attempt(),
                launch.number(),
                launch.run(),
                executor,
                process.host(),
                process.process(),
                process.user(),
                process.at()));
        return state.stop() == null
                ? Decision.of(
                        running, publish, new Effect.ArmTimeout(limit(launch).minus(age)))
                : Decision.of(running, publish, new Effect.RecordStop(state.stop()), new Effect.Stop());
    }

    private Decision running(Running state, Occurrence occurrence) {
        return switch (occurrence) {
            case StopOrdered(StopCause cause) -> stop(state, cause);
            case TimeoutElapsed() -> stop(state, StopCause.TIMEOUT);
            case Ended(ProcessEnd end, Usage usage, Instant at) -> ended(state, end, usage, at);
            case LaunchOrdered(),
                    Resumed(),
                    NotBegun(),
                    Answered _,
                    Refused _,
                    Delayed _,
                    Started _,
                    Staged _,
                    Rejected _,
                    Reported(),
                    LogDelivered() -> Decision.stay(state);
        };
    }

    private static Decision stop(Running state, StopCause cause) {
        if (state.stop() != null) {
            return Decision.stay(state);
        }
        return Decision.of(
                new Running(state.launch(), state.process(), cause), new Effect.RecordStop(cause), new Effect.Stop());
    }

    private Decision ended(Running state, ProcessEnd how, Usage usage, Instant at) {
        LaunchAttempt launch = state.launch();
        // The times of files are coarser than the clock, so an end may seem to come before its beginning.
        Instant end = laterOf(state.process().at(), at);
        Optional<Outcome.Failed> failure = FailureClassifier.failure(how, state.stop(), limit(launch));
        if (failure.isPresent()) {
            return finish(launch, failure.get(), usage, state.process().at(), end);
        }
        return Decision.of(new Staging(launch, state.process(), usage, end), new Effect.Stage(launch));
    }

    private static Decision staging(Staging state, Occurrence occurrence) {
        return switch (occurrence) {
            case Staged(Outcome.Succeeded outcome) -> staged(state, outcome);
            case Rejected(FailureKind kind, String message) -> staged(state, new Outcome.Failed(kind, message, 0));
            case LaunchOrdered(),
                    Resumed(),
                    NotBegun(),
                    StopOrdered _,
                    Answered _,
                    Refused _,
                    Delayed _,
                    Started _,
                    Ended _,
                    TimeoutElapsed(),
                    Reported(),
                    LogDelivered() -> Decision.stay(state);
        };
    }

    private static Decision staged(Staging state, Outcome outcome) {
        return finish(state.launch(), outcome, state.usage(), state.process().at(), state.endedAt());
    }

    private static Decision unstarted(LaunchAttempt launch, Outcome outcome, Instant now) {
        return finish(launch, outcome, Usage.UNKNOWN, null, now);
    }

    private static Decision finish(
            LaunchAttempt launch, Outcome outcome, Usage usage, @Nullable Instant startedAt, Instant at) {
        AttemptFinished finish = FinishEvents.of(launch, outcome, usage, startedAt, at);
        return Decision.of(
                new Closing(finish, false, false),
                new Effect.RecordFinish(finish),
                new Effect.SendFinish(finish),
                new Effect.EndLog(),
                new Effect.Discard());
    }

    private static Decision closing(Closing state, Occurrence occurrence) {
        return switch (occurrence) {
            case Resumed() ->
                state.reported()
                        ? Decision.of(state, new Effect.EndLog(), new Effect.Discard())
                        : Decision.of(
                                state,
                                new Effect.SendFinish(state.finish()),
                                new Effect.EndLog(),
                                new Effect.Discard());
            case Reported() ->
                state.logSent()
                        ? closed(state.finish(), new Effect.RecordReported(), new Effect.Release(), new Effect.Forget())
                        : Decision.of(new Closing(state.finish(), true, false), new Effect.RecordReported());
            case LogDelivered() ->
                state.reported()
                        ? closed(state.finish(), new Effect.Release(), new Effect.Forget())
                        : Decision.of(new Closing(state.finish(), false, true));
            case LaunchOrdered(), StopOrdered _ ->
                state.reported() ? Decision.of(state, new Effect.SendFinish(state.finish())) : Decision.stay(state);
            case NotBegun(),
                    Answered _,
                    Refused _,
                    Delayed _,
                    Started _,
                    Ended _,
                    TimeoutElapsed(),
                    Staged _,
                    Rejected _ -> Decision.stay(state);
        };
    }

    private static Decision closed(AttemptFinished finish, Effect... effects) {
        return Decision.of(new Closed(finish), effects);
    }

    /** An order that comes again is answered again, with the same words. */
    private static Decision closed(Closed state, Occurrence occurrence) {
        return switch (occurrence) {
            case LaunchOrdered(), StopOrdered _ -> Decision.of(state, new Effect.SendFinish(state.finish()));
            case Resumed(),
                    NotBegun(),
                    Answered _,
                    Refused _,
                    Delayed _,
                    Started _,
                    Ended _,
                    TimeoutElapsed(),
                    Staged _,
                    Rejected _,
                    Reported(),
                    LogDelivered() -> Decision.stay(state);
        };
    }

    private static Instant laterOf(Instant one, Instant other) {
        return other.isBefore(one) ? one : other;
    }

    private Duration limit(LaunchAttempt launch) {
        Duration own = launch.work().timeout();
        return own == null ? limit : own;
    }
}
