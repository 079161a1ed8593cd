package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.spec.PaceSpec;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.language.trigger.EventTriggers;
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
     * @param meant the triggers that are about events of these types
     */
    void take(List<UpstreamEvent> events, List<TriggerRow> meant) {
        Instant now = clock.now();
        Map<WorkflowRef, Optional<WorkflowDefinition>> deployed = new HashMap<>();
        GatheredEvents gathered = new GatheredEvents();
        for (UpstreamEvent event : events) {
            for (TriggerRow row : meant) {
                if (row.type().equals(event.type())) {
                    deployed.computeIfAbsent(row.ref(), this::deployed)
                            .ifPresent(definition -> EventTriggers.of(definition.spec(), row.name())
                                    .ifPresent(trigger ->
                                            take(new Meant(row, trigger, event, now), definition, gathered)));
                }
            }
        }
        gathered.holds().forEach(group -> holds.hold(group, now));
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
    private record Meant(TriggerRow row, EventTriggerSpec trigger, UpstreamEvent event, Instant now) {}

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
        PaceSpec pace = meant.trigger().pace();
        boolean isPaced = !pace.equals(PaceSpec.AT_ONCE);
        RunRequest.Evaluate request = TriggeredRuns.request(
                row.ref(), meant.trigger(), asks.asked(), TriggeredRuns.Events.of(meant.event()), meant.now());
        String run = isPaced ? null : DerivedId.run(row.ref(), request.cause().id());
        String said = asks.same();
        String same = said == null ? null : DerivedId.of("same", said);
        if (isNew(meant, new Led(run, null, isPaced ? asks.asked().key() : null, same, null))) {
            if (isPaced) {
                gathered.hold(row, pace, asks.asked());
            } else {
                outbox.append(Topics.RUN_REQUESTS, row.ref().toString(), request);
                gathered.count(row, TriggerCounts.FIRED);
            }
        } else if (same != null && saysTheSame(meant, same)) {
            gathered.count(row, TriggerCounts.REPEATED);
        }
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
                        meant.now(),
                        led.run(),
                        led.problem(),
                        led.hold(),
                        led.same(),
                        led.sameAs())
                == 1;
    }
}
