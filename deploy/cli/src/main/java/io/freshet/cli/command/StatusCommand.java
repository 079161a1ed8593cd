package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.ProblemText;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.output.Table;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.FaultedWorkflow;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.StatusSummary;
import io.freshet.contracts.api.StatusSummary.TaskStatus;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is there, what runs, what failed. */
@Command(
        name = "status",
        description = "Count the instances of each task by what they are doing, and name those that failed.")
public final class StatusCommand implements Callable<Integer> {
    private static final int MOST_FAILURES = 10;
    /** Among so many that are being started, those that cannot be are looked for. */
    private static final int MOST_STARTING = 100;

    @Mixin
    private Session session;

    @Option(
            names = {"-n", "--namespace"},
            description = "only this namespace")
    private @Nullable String namespace;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            StatusSummary summary = audit.summary(namespace);
            if (session.json()) {
                session.printJson(summary);
                return ExitCode.OK;
            }
            if (summary.tasks().isEmpty()) {
                session.out()
                        .println(
                                "There are no instances yet: deploy a workflow, and put files where its datasets are.");
            } else {
                session.print(table(summary));
                printFailures(summary, failures(audit));
                printDelays(summary, audit);
            }
            printFaults(summary.faulted());
            printProblems(audit);
            session.out().flush();
            return ExitCode.OK;
        }
    }

    /** What was to start and cannot: the launcher or the cluster keeps it waiting. */
    private void printDelays(StatusSummary summary, AuditClient audit) throws IOException {
        if (summary.tasks().stream().allMatch(task -> task.states().getOrDefault(InstanceState.ADMITTED, 0L) == 0)) {
            return;
        }
        Filter starting = Filter.ANY.state(InstanceState.ADMITTED).limit(MOST_STARTING);
        List<InstanceInfo> delayed =
                audit.instances(namespace == null ? starting : starting.namespace(namespace)).items().stream()
                        .filter(instance -> instance.reason() == Reason.START_DELAYED)
                        .limit(MOST_FAILURES)
                        .toList();
        if (!delayed.isEmpty()) {
            session.out().printf("%n%s%n", session.style().bad("waiting to be started"));
            delayed.forEach(instance -> session.out()
                    .printf("  %s: %s%n", ReadableKey.of(instance.instance()), ReadableKey.of(instance.sentence())));
        }
    }

    private void printProblems(AuditClient audit) throws IOException {
        Page<DatasetProblems> page = audit.problems(namespace, Filter.ANY.limit(MOST_FAILURES));
        if (page.items().isEmpty()) {
            return;
        }
        session.out().printf("%n%s%n", session.style().bad("files that are not used"));
        page.items().forEach(problems -> session.out().printf("  %s%n", ProblemText.line(problems)));
        if (page.next() != null) {
            session.out().printf("  and more%n");
        }
        session.out().printf("  'freshet datasets NAMESPACE/DATASET' names them%n");
    }

    private void printFaults(List<FaultedWorkflow> faulted) {
        if (!faulted.isEmpty()) {
            session.out().printf("%n%s%n", session.style().bad("faulted: nothing of these workflows is decided"));
            faulted.forEach(fault -> session.out()
                    .printf(
                            "  %s: %s. Deploy a newer version, or: freshet workflow resume %s%n",
                            fault.workflow(), fault.message(), fault.workflow()));
        }
    }

    private List<InstanceInfo> failures(AuditClient audit) throws IOException {
        Filter failed = Filter.ANY.state(InstanceState.FAILED).limit(MOST_FAILURES);
        return audit.instances(namespace == null ? failed : failed.namespace(namespace))
                .items();
    }

    private static Table table(StatusSummary summary) {
        List<Column> shown = Arrays.stream(Column.values())
                .filter(column -> summary.tasks().stream().anyMatch(task -> column.count(task) > 0))
                .toList();
        String[] headings = new String[shown.size() + 1];
        headings[0] = "TASK";
        for (int i = 0; i < shown.size(); i++) {
            headings[i + 1] = shown.get(i).heading;
        }
        Table table = new Table(headings);
        for (TaskStatus task : summary.tasks()) {
            Object[] cells = new Object[headings.length];
            cells[0] = task.task();
            for (int i = 0; i < shown.size(); i++) {
                cells[i + 1] = shown.get(i).count(task);
            }
            table.row(cells);
        }
        return table;
    }

    private void printFailures(StatusSummary summary, List<InstanceInfo> failures) {
        if (failures.isEmpty()) {
            return;
        }
        session.out().printf("%n%s%n", session.style().bad("failed"));
        failures.forEach(failed -> session.out()
                .printf("  %s: %s%n", ReadableKey.of(failed.instance()), ReadableKey.of(failed.sentence())));
        long all = summary.tasks().stream().mapToLong(Column.FAILED::count).sum();
        if (all > failures.size()) {
            session.out()
                    .printf("  and %d more: 'freshet instances --state failed' lists all%n", all - failures.size());
        }
    }

    /** What an instance is doing, in the words of somebody who does not know the planner. */
    private enum Column {
        /** Its result is the one that it should have, or it has nothing to do. */
        UP_TO_DATE("up to date"),
        RUNNING("running"),
        TO_RUN("to run"),
        WAITING("waiting for data"),
        FAILED("failed"),
        BLOCKED("blocked"),
        CANCELLED("cancelled");

        private final String heading;

        Column(String heading) {
            this.heading = heading;
        }

        private static Column of(InstanceState state) {
            return switch (state) {
                case SUCCEEDED, SKIPPED -> UP_TO_DATE;
                case RUNNING, ADMITTED -> RUNNING;
                case PENDING, READY, RETRYING -> TO_RUN;
                case WAITING -> WAITING;
                case FAILED -> FAILED;
                case BLOCKED -> BLOCKED;
                case CANCELLED -> CANCELLED;
            };
        }

        private long count(TaskStatus task) {
            return task.states().entrySet().stream()
                    .filter(state -> of(state.getKey()) == this)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }
}
