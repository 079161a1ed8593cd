package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.replay.Replay;
import io.freshet.scheduler.replay.ReplayStep;
import io.freshet.scheduler.trigger.TriggeredRuns;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes events for triggers, in the caller's transaction. Rows that several schedulers change are locked at its end, in one order for all, so that
 * none waits for another that waits for it.
 */
@Singleton
final class EventTaking {
    private static final int MAX_PROBLEM = 1_000;

    private final TriggerRepository triggers;
    private final TriggerEventRepository taken;
    private final VersionRepository versions;
    private final ScheduleRepository clock;
    private final OutboxWriter outbox;
    private final TriggerHolds holds;

    EventTaking(
            TriggerRepository triggers,
            TriggerEventRepository taken,
            VersionRepository versions,
            ScheduleRepository clock,
            OutboxWriter outbox,
            TriggerHolds holds) {
        this.triggers = triggers;
        this.taken = taken;
        this.versions = versions;
        this.clock = clock;
        this.outbox = outbox;
        this.holds = holds;
    }

    /**
     * Does what follows from events, in their order.
     *
     * @param meant the triggers of these subjects
     */
    void take(List<UpstreamEvent> events, List<TriggerRow> meant) {
        GatheredEvents gathered = gathered(events, meant, new Manner(clock.now(), null));
        count(gathered);
    }

    /**
     * Does what follows from events that a replay hears again: what has led to a run, waits for one or says the same as another leads to nothing.
     * Triggers that have a pace ask at once, also for what they held back of the same.
     *
     * @return the runs
     */
    List<ReplayRun> hearAgain(Replay replay, ReplayStep.Upstream again) {
        List<String> subjects = again.heard().stream()
                .flatMap(event -> EventTriggers.subjects(event).stream())
                .distinct()
                .toList();
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<TriggerRow> meant = triggers.ofTypes(subjects).stream()
                .filter(row -> again.workflows().isEmpty() || again.workflows().contains(row.ref()))
                .toList();
        GatheredEvents gathered = gathered(again.heard(), meant, new Manner(clock.now(), replay));
        for (GatheredEvents.Group group : gathered.holds()) {
            TriggerRow trigger = group.trigger();
            holds.askAtOnce(group, replay::causeOf).forEach(run -> gathered.asked(trigger, run));
        }
        count(gathered);
        return gathered.runs();
    }

    /**
     * How events are taken.
     *
     * @param replay that hears them again; null: they are new
     */
    private record Manner(Instant now, @Nullable Replay replay) {}

    private GatheredEvents gathered(List<UpstreamEvent> events, List<TriggerRow> meant, Manner manner) {
        Map<WorkflowRef, Optional<WorkflowDefinition>> deployed = new HashMap<>();
        GatheredEvents gathered = new GatheredEvents();
        for (UpstreamEvent event : events) {
            for (TriggerRow row : meant) {
                if (EventTriggers.subjects(event).contains(row.type())) {
                    deployed.computeIfAbsent(row.ref(), this::deployed)
                            .ifPresent(definition -> EventTriggers.of(definition.spec(), row.name())
                                    .ifPresent(trigger ->
                                            take(new Meant(row, trigger, event, manner), definition, gathered)));
                }
            }
        }
        gathered.holds().forEach(group -> holds.hold(group, manner.now()));
        return gathered;
    }

    private void count(GatheredEvents gathered) {
        gathered.counts()
                .forEach((row, counts) -> triggers.count(
                        row.namespace(),
                        row.workflow(),
                        row.name(),
                        counts.fired(),
                        counts.refused(),
                        counts.repeated()));
    }

    /** An event of the type that a trigger is about. */
    private record Meant(TriggerRow row, EventTrigger trigger, UpstreamEvent event, Manner manner) {}

    private Optional<WorkflowDefinition> deployed(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow()).map(VersionRow::definition);
    }

    private void take(Meant meant, WorkflowDefinition definition, GatheredEvents gathered) {
        switch (TriggeredRuns.of(definition.spec(), meant.trigger(), meant.event())) {
            case TriggeredRuns.Outcome.Nothing() -> {
                // Another trigger may mean it.
            }
            case TriggeredRuns.Outcome.Asks asks -> ask(meant, asks, gathered);
            case TriggeredRuns.Outcome.Refused(String reason) -> {
                if (isNew(meant, new Led(null, ShortText.of(reason, MAX_PROBLEM), null, null, null))) {
                    gathered.count(meant.row(), TriggerCounts.REFUSED);
                }
            }
        }
    }

    private void ask(Meant meant, TriggeredRuns.Outcome.Asks asks, GatheredEvents gathered) {
        TriggerRow row = meant.row();
        Replay replay = meant.manner().replay();
        PaceSpec pace = meant.trigger().pace();
        boolean isPaced = !pace.equals(PaceSpec.AT_ONCE);
        RunRequest.Evaluate request = TriggeredRuns.request(
                row.ref(),
                meant.trigger(),
                asks.asked(),
                TriggeredRuns.Events.of(meant.event()),
                meant.manner().now());
        String run = isPaced ? null : DerivedId.run(row.ref(), request.cause().id());
        String said = asks.same();
        String same = said == null ? null : DerivedId.of("same", said);
        Led led = new Led(run, null, isPaced ? asks.asked().key() : null, same, null);
        if (isNew(meant, led) || (replay != null && isUsableNow(meant, led))) {
            if (isPaced) {
                gathered.hold(row, pace, asks.asked());
            } else {
                outbox.append(
                        Topics.RUN_REQUESTS,
                        row.ref().toString(),
                        replay == null ? request : request.with(replay.causeOf(request.cause())));
                gathered.asked(row, DerivedId.run(row.ref(), request.cause().id()));
                gathered.count(row, TriggerCounts.FIRED);
            }
        } else if (same != null && saysTheSame(meant, same)) {
            gathered.count(row, TriggerCounts.REPEATED);
        }
    }

    /** It was refused, and is of use by now. */
    private boolean isUsableNow(Meant meant, Led led) {
        TriggerRow row = meant.row();
        return taken.useRefused(
                        row.namespace(),
                        row.workflow(),
                        row.name(),
                        meant.event().key(),
                        meant.manner().now(),
                        led.run(),
                        led.hold(),
                        led.same())
                == 1;
    }

    /** Else it is known itself. */
    private boolean saysTheSame(Meant meant, String same) {
        TriggerRow row = meant.row();
        return taken.saidBefore(
                        row.namespace(),
                        row.workflow(),
                        row.name(),
                        same,
                        meant.event().key())
                .filter(before -> isNew(meant, new Led(null, null, null, null, before)))
                .isPresent();
    }

    /** What an event led to. */
    private record Led(
            @Nullable String run,
            @Nullable String problem,
            @Nullable String hold,
            @Nullable String same,
            @Nullable String sameAs) {}

    private boolean isNew(Meant meant, Led led) {
        TriggerRow row = meant.row();
        UpstreamEvent event = meant.event();
        return taken.insertIfAbsent(
                        row.namespace(),
                        row.workflow(),
                        row.name(),
                        event.key(),
                        event.source(),
                        event.id(),
                        meant.manner().now(),
                        led.run(),
                        led.problem(),
                        led.hold(),
                        led.same(),
                        led.sameAs())
                == 1;
    }
}
