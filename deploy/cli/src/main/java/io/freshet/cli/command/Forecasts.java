package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.event.TaskEvent.RunForecast;
import io.freshet.contracts.event.TaskEvent.RunForecast.TaskForecast;
import io.freshet.contracts.id.WorkflowRef;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waits for what the planner says would happen, and shows it. */
final class Forecasts {
    private static final Duration STEP = Duration.ofSeconds(2);

    private final Session session;

    Forecasts(Session session) {
        this.session = session;
    }

    int show(WorkflowRef workflow, String run, Duration limit) throws IOException {
        try (AuditClient audit = session.auditClient()) {
            long deadline = System.nanoTime() + limit.toNanos();
            Optional<RunForecast> forecast;
            FaultCheck fault = new FaultCheck(audit, workflow, 0);
            do {
                fault.requireGoing();
                forecast = audit.awaitForecast(run, STEP);
            } while (forecast.isEmpty() && System.nanoTime() < deadline);
            RunForecast found = forecast.orElseThrow(() -> new CommandException(
                    ExitCode.FAILED, "nothing was heard of the trial in " + HumanFormat.duration(limit)));
            return session.answer(found, () -> print(found));
        }
    }

    private void print(RunForecast forecast) {
        session.out()
                .printf("%-24s %9s %9s %9s %9s %9s%n", "task", "will run", "may run", "skipped", "waiting", "blocked");
        for (TaskForecast task : forecast.tasks()) {
            session.out()
                    .printf(
                            "%-24s %9d %9d %9d %9d %9d%n",
                            task.task(), task.willRun(), task.mayRun(), task.skipped(), task.waiting(), task.blocked());
        }
        if (forecast.tasks().isEmpty()) {
            session.out().printf("no instance is concerned%n");
        }
        if (!forecast.complete()) {
            session.out().printf("there are more: only the first instances were looked at%n");
        }
    }
}
