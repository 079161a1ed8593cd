package io.freshet.scheduler.domain;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionSelection;
import io.freshet.contracts.spec.RunSettings;
import io.freshet.contracts.spec.ScheduleSpec;
import io.freshet.language.schedule.Schedules;
import java.time.Instant;
import java.time.ZoneId;

/** Makes the requests of schedules. What follows from a schedule and a nominal time is the same whenever it is fired. */
public final class ScheduledRuns {
    private ScheduledRuns() {}

    /** The request of a firing. */
    public static RunRequest.Evaluate evaluate(
            WorkflowRef workflow, ScheduleSpec schedule, Instant nominalTime, Instant at) {
        ScheduleSpec.RunTemplate run = schedule.run();
        ZoneId zone = schedule.times().timezone();
        String description = "schedule '%s' for %s"
                .formatted(schedule.name(), nominalTime.atZone(zone).toString());
        Cause cause = new Cause(
                causeId(workflow, schedule.name(), nominalTime),
                Cause.Kind.SCHEDULED,
                at,
                description,
                new Firing(schedule.name(), nominalTime));
        return new RunRequest.Evaluate(
                workflow,
                cause,
                run.tasks(),
                PartitionSelection.where(Schedules.at(run.where(), nominalTime, zone)),
                new RunSettings(run.force(), false, Schedules.at(run.params(), nominalTime, zone), run.order(), null),
                "schedule " + schedule.name(),
                at);
    }

    /** The run that a firing starts. */
    public static String run(WorkflowRef workflow, String schedule, Instant nominalTime) {
        return DerivedId.run(workflow, causeId(workflow, schedule, nominalTime));
    }

    private static String causeId(WorkflowRef workflow, String schedule, Instant nominalTime) {
        return DerivedId.of("schedule", workflow.toString(), schedule, nominalTime.toString());
    }
}
