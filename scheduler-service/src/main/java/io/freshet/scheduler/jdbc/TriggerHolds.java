package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTrigger;
import io.freshet.contracts.topic.Topics;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.domain.EventPace;
import io.freshet.scheduler.trigger.Asked;
import io.freshet.scheduler.trigger.EventName;
import io.freshet.scheduler.trigger.TriggeredRuns;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Events that triggers hold back, in PostgreSQL. Every method is part of the caller's transaction. */
@Singleton
final class TriggerHolds {
    private final TriggerHoldRepository holds;
    private final TriggerEventRepository taken;
    private final TriggerRepository triggers;
    private final VersionRepository versions;
    private final ScheduleRepository clock;
    private final OutboxWriter outbox;

    TriggerHolds(
            TriggerHoldRepository holds,
            TriggerEventRepository taken,
            TriggerRepository triggers,
            VersionRepository versions,
            ScheduleRepository clock,
            OutboxWriter outbox) {
        this.holds = holds;
        this.taken = taken;
        this.triggers = triggers;
        this.versions = versions;
        this.clock = clock;
        this.outbox = outbox;
    }

    /** Events whose rows were added are held back. */
    void hold(GatheredEvents.Group group, Instant now) {
        holds.change(lock(group).plus(group.events(), now).due(new EventPace(group.pace())));
    }

    private TriggerHoldRow lock(GatheredEvents.Group group) {
        TriggerRow trigger = group.trigger();
        return holds.lock(
                trigger.namespace(),
                trigger.workflow(),
                trigger.name(),
                group.asked().key(),
                StoredJson.write(group.asked()));
    }

    /** Asks for the run that has been due for longest; false if none is. */
    boolean askNext() {
        Optional<TriggerHoldRow> due = holds.lockDue();
        due.ifPresent(row -> ask(row, false, UnaryOperator.identity()));
        return due.isPresent();
    }

    /**
     * Asks at once for what a group of events holds back.
     *
     * @param cause makes of what the trigger says why it asks what is said
     * @return the runs
     */
    List<String> askAtOnce(GatheredEvents.Group group, UnaryOperator<Cause> cause) {
        List<String> runs = new ArrayList<>();
        TriggerHoldRow row = lock(group);
        while (row.held() > 0) {
            ask(row, true, cause).ifPresent(runs::add);
            row = lock(group);
        }
        return runs;
    }

    private Optional<String> ask(TriggerHoldRow row, boolean atOnce, UnaryOperator<Cause> cause) {
        Instant now = clock.now();
        WorkflowDefinition definition = definition(row.ref());
        EventTrigger trigger = EventTriggers.of(definition.spec(), row.name()).orElseThrow();
        EventPace pace = new EventPace(trigger.pace());
        TriggerHoldRow looked = row.due(pace);
        Instant due = looked.nextAt();
        if (!atOnce && due != null && due.isAfter(now)) {
            holds.change(looked);
            return Optional.empty();
        }
        List<TriggerEventRow> first =
                taken.held(row.namespace(), row.workflow(), row.name(), row.hold(), TriggeredRuns.MOST_NAMED);
        long last = taken.lastHeld(row.namespace(), row.workflow(), row.name(), row.hold(), pace.most());
        Asked asked = row.toAsked();
        String objection =
                TriggeredRuns.objection(definition.spec(), trigger, asked).orElse(null);
        Optional<String> run = Optional.empty();
        if (objection == null) {
            List<EventName> named = first.stream().map(TriggerEventRow::toName).toList();
            run = Optional.of(publish(row, trigger, named, last, cause));
        } else {
            // The version that is deployed by now does not have any more what was asked for.
            int refused = taken.settle(row.namespace(), row.workflow(), row.name(), row.hold(), last, null, objection);
            triggers.count(row.namespace(), row.workflow(), row.name(), 0, refused, 0);
        }
        goOn(row, pace, now);
        return run;
    }

    private WorkflowDefinition definition(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow())
                .map(VersionRow::definition)
                .orElseThrow();
    }

    private String publish(
            TriggerHoldRow row, EventTrigger trigger, List<EventName> first, long last, UnaryOperator<Cause> cause) {
        String run = DerivedId.run(row.ref(), TriggeredRuns.causeId(row.ref(), trigger, first.getFirst()));
        int count = taken.settle(row.namespace(), row.workflow(), row.name(), row.hold(), last, run, null);
        RunRequest.Evaluate request = TriggeredRuns.request(
                row.ref(),
                trigger,
                row.toAsked(),
                new TriggeredRuns.Events(first.subList(0, Math.min(first.size(), count)), count),
                clock.now());
        outbox.append(Topics.RUN_REQUESTS, row.ref().toString(), request.with(cause.apply(request.cause())));
        triggers.count(row.namespace(), row.workflow(), row.name(), count, 0, 0);
        return run;
    }

    /** With what is left, or, where nothing is, until the throttle does not need it any more. */
    private void goOn(TriggerHoldRow row, EventPace pace, Instant now) {
        HeldEvents left = taken.left(row.namespace(), row.workflow(), row.name(), row.hold());
        if (left.held() == 0 && pace.spec().throttle() == null) {
            holds.remove(row.namespace(), row.workflow(), row.name(), row.hold());
        } else {
            holds.change(row.launched(left, now).due(pace));
        }
    }
}
