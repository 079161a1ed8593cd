package io.freshet.cli.command;

import io.freshet.cli.output.Table;
import io.freshet.cli.session.Arguments;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.ScheduleInfo;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The schedules of deployed workflows. */
@Command(
        name = "schedules",
        description = "List the schedules of a namespace: when each fires next, and when it fired last.",
        subcommands = {SchedulesCommand.Pause.class, SchedulesCommand.Resume.class, SchedulesCommand.Next.class})
public final class SchedulesCommand implements Callable<Integer> {
    private static final int MAX_COUNT = 100;

    @Mixin
    private Session session;

    @Mixin
    private NamespaceOption namespace;

    @Override
    public Integer call() throws IOException {
        List<ScheduleInfo> schedules;
        try (SchedulerClient scheduler = session.schedulerClient()) {
            schedules = scheduler.schedules().list(namespace.name());
        }
        Table table = new Table("WORKFLOW", "SCHEDULE", "CRON", "TIME ZONE", "NEXT", "LAST", "STATE");
        for (ScheduleInfo schedule : schedules) {
            ScheduleInfo.LastFiring last = schedule.last();
            table.row(
                    schedule.workflow(),
                    schedule.schedule(),
                    schedule.cron(),
                    schedule.timezone(),
                    ListCommand.time(
                            schedule.next().isEmpty() ? null : schedule.next().getFirst()),
                    ListCommand.time(last == null ? null : last.nominalTime()),
                    state(schedule));
        }
        return session.answer(schedules, table);
    }

    private static String state(ScheduleInfo schedule) {
        if (schedule.pausedBy() != null) {
            return "paused by " + schedule.pausedBy();
        }
        if (schedule.error() != null) {
            return "cannot fire: " + schedule.error();
        }
        return schedule.next().isEmpty() ? "ended" : "active";
    }

    /** Something about one schedule. */
    abstract static class OneSchedule implements Callable<Integer> {
        @Mixin
        private Session session;

        @Mixin
        private WorkflowArgument workflow;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "SCHEDULE",
                defaultValue = "schedule",
                description = "its name in the workflow (default: ${DEFAULT-VALUE})")
        private String schedule;

        abstract ScheduleInfo ask(SchedulerClient scheduler, WorkflowRef named, String schedule) throws IOException;

        abstract void print(ScheduleInfo answer, Session session) throws IOException;

        @Override
        public final Integer call() throws IOException {
            WorkflowRef named = workflow.ref();
            try (SchedulerClient scheduler = session.schedulerClient()) {
                ScheduleInfo answer = ask(scheduler, named, schedule);
                return session.answer(answer, () -> print(answer, session));
            }
        }
    }

    /** Lets a schedule rest. */
    @Command(
            name = "pause",
            description =
                    "Pause a schedule: it does not fire until it is resumed, also in later versions of the workflow.")
    static final class Pause extends OneSchedule {
        @Override
        ScheduleInfo ask(SchedulerClient scheduler, WorkflowRef named, String schedule) throws IOException {
            return scheduler.schedules().pause(named, schedule);
        }

        @Override
        void print(ScheduleInfo answer, Session session) {
            session.out().printf("%s: schedule '%s' is paused%n", answer.workflow(), answer.schedule());
        }
    }

    /** Lets a schedule fire again. */
    @Command(
            name = "resume",
            description =
                    "Resume a schedule: it fires at its next time; what came while it was paused is not made up for.")
    static final class Resume extends OneSchedule {
        @Override
        ScheduleInfo ask(SchedulerClient scheduler, WorkflowRef named, String schedule) throws IOException {
            return scheduler.schedules().resume(named, schedule);
        }

        @Override
        void print(ScheduleInfo answer, Session session) {
            String next = answer.next().isEmpty()
                    ? "never fires again"
                    : "fires next at " + answer.next().getFirst();
            session.out().printf("%s: schedule '%s' %s%n", answer.workflow(), answer.schedule(), next);
        }
    }

    /** The times to come. */
    @Command(name = "next", description = "Show the next times of a schedule, in its time zone and in UTC.")
    static final class Next extends OneSchedule {
        @Option(
                names = "--count",
                defaultValue = "10",
                paramLabel = "NUMBER",
                description = "how many, 1 to 100 (default: ${DEFAULT-VALUE})")
        private int count;

        @Override
        ScheduleInfo ask(SchedulerClient scheduler, WorkflowRef named, String schedule) throws IOException {
            return scheduler.schedules().find(named, schedule, Arguments.between("--count", count, 1, MAX_COUNT));
        }

        @Override
        void print(ScheduleInfo answer, Session session) throws IOException {
            Table table = new Table("IN " + answer.timezone(), "IN UTC");
            answer.next()
                    .forEach(time -> table.row(
                            time.atZone(answer.timezone()).toOffsetDateTime().toString(), ListCommand.time(time)));
            session.print(table);
        }
    }
}
