package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.EventTriggerSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.language.trigger.EventTriggers;
import io.freshet.scheduler.domain.EventPace;
import io.freshet.scheduler.trigger.Asked;
import io.freshet.scheduler.trigger.TriggeredRuns;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
        TriggerRow trigger = group.trigger();
        TriggerHoldRow locked = holds.lock(
                trigger.namespace(),
                trigger.workflow(),
                trigger.name(),
                group.asked().key(),
                StoredJson.write(group.asked()));
        holds.change(locked.plus(group.events(), now).due(new EventPace(group.pace())));
    }

    /** Asks for the run that has been due for longest; false if none is. */
    boolean askNext() {
        Optional<TriggerHoldRow> due = holds.lockDue();
        due.ifPresent(this::ask);
        return due.isPresent();
    }

    private void ask(TriggerHoldRow row) {
        Instant now = clock.now();
        WorkflowDefinition definition = definition(row.ref());
        EventTriggerSpec trigger =
                EventTriggers.of(definition.spec(), row.name()).orElseThrow();
        EventPace pace = new EventPace(trigger.pace());
        TriggerHoldRow looked = row.due(pace);
        Instant due = looked.nextAt();
        if (due != null && due.isAfter(now)) {
            holds.change(looked);
            return;
        }
        List<TriggerEventRow> first =
                taken.held(row.namespace(), row.workflow(), row.name(), row.hold(), TriggeredRuns.MOST_NAMED);
        long last = taken.lastHeld(row.namespace(), row.workflow(), row.name(), row.hold(), pace.most());
        Asked asked = row.toAsked();
        String objection =
                TriggeredRuns.objection(definition.spec(), trigger, asked).orElse(null);
        if (objection == null) {
            publish(row, trigger, asked, first, last, now);
        } else {
            // The version that is deployed by now does not have any more what was asked for.
            int refused = taken.settle(row.namespace(), row.workflow(), row.name(), row.hold(), last, null, objection);
            triggers.count(row.namespace(), row.workflow(), row.name(), 0, refused, 0);
        }
        goOn(row, pace, now);
    }

    private WorkflowDefinition definition(WorkflowRef workflow) {
        return versions.deployed(workflow.namespace(), workflow.workflow())
                .map(VersionRow::definition)
                .orElseThrow();
    }

    private void publish(
            TriggerHoldRow row,
            EventTriggerSpec trigger,
            Asked asked,
            List<TriggerEventRow> first,
            long last,
            Instant now) {
        String cause =
                TriggeredRuns.causeId(row.ref(), trigger, first.getFirst().toName());
        String run = DerivedId.run(row.ref(), cause);
        int count = taken.settle(row.namespace(), row.workflow(), row.name(), row.hold(), last, run, null);
        List<TriggerEventRow> named = first.subList(0, Math.min(first.size(), count));
        RunRequest.Evaluate request = TriggeredRuns.request(
                row.ref(),
                trigger,
                asked,
                new TriggeredRuns.Events(
                        named.stream().map(TriggerEventRow::toName).toList(), count),
                now);
        outbox.append(Topics.RUN_REQUESTS, row.ref().toString(), request);
        triggers.count(row.namespace(), row.workflow(), row.name(), count, 0, 0);
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
