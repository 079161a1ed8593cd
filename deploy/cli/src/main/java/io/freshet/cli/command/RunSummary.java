package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.ReadableKey;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.event.CriticalPathStep;
import io.freshet.contracts.id.InstanceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** A run in a few lines. */
final class RunSummary {
    private RunSummary() {}

    static void print(RunInfo run, Session session) {
        Instant finished = run.finishedAt();
        session.out()
                .printf(
                        "run %s of %s: %s%s%n",
                        run.run(),
                        run.workflow(),
                        session.style().state(run.state().name()),
                        finished == null
                                ? ""
                                : " after " + HumanFormat.duration(Duration.between(run.startedAt(), finished)));
        RunCounts counts = run.counts();
        if (counts != null) {
            print(counts, session);
        }
        Long bytes = run.bytes();
        if (bytes != null && bytes > 0) {
            session.out().printf("  wrote %s%n", HumanFormat.bytes(bytes));
        }
        if (run.criticalPath().size() > 1) {
            session.out()
                    .printf(
                            "  critical path: %s%n",
                            run.criticalPath().stream().map(RunSummary::step).collect(Collectors.joining(" -> ")));
        }
        session.out().flush();
    }

    private static void print(RunCounts counts, Session session) {
        session.out()
                .printf(
                        "  ran %d, cached %d, cut off %d, skipped %d, waiting %d, failed %d, blocked %d, cancelled %d%s%n",
                        counts.executed(),
                        counts.cached(),
                        counts.cutOff(),
                        counts.skipped(),
                        counts.waiting(),
                        counts.failed(),
                        counts.blocked(),
                        counts.cancelled(),
                        counts.active() == 0 ? "" : ", still open " + counts.active());
    }

    private static String step(CriticalPathStep step) {
        InstanceRef instance = step.instance();
        String name = instance.partition().isNone()
                ? instance.task()
                : instance.task() + "/" + ReadableKey.of(instance.partition());
        return "%s (%s)".formatted(name, HumanFormat.duration(Duration.between(step.startedAt(), step.finishedAt())));
    }
}
