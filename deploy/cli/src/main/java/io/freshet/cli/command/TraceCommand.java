package io.freshet.cli.command;

import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.output.Waterfall;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.Filter;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.TraceDetail;
import io.freshet.contracts.api.TraceInfo;
import io.freshet.contracts.api.WantedTraces;
import io.freshet.contracts.id.TraceIds;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a run's cause did, and how long each part of it took. */
@Command(
        name = "trace",
        description =
                "Show what the cause of a run did, and how long each part took: the wait in the queue, the launch, the process, the publication.")
public final class TraceCommand implements Callable<Integer> {
    private static final String TRACE = "[0-9a-f]{32}";
    private static final int OTHERS = 10;

    @Mixin
    private Session session;

    @Parameters(paramLabel = "RUN", description = "a run's id, of which the beginning is enough; or a trace's whole id")
    private String run;

    @Option(names = "--limit", defaultValue = "200", description = "at most so many spans (default: ${DEFAULT-VALUE})")
    private int limit;

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            if (run.matches(TRACE)) {
                return show(audit.trace(run), List.of());
            }
            RunInfo info = audit.run(run);
            Page<TraceInfo> all = audit.traces(WantedTraces.of(info.run()), Filter.ANY.limit(OTHERS + 1));
            String own = info.cause() == null ? "" : TraceIds.trace(info.cause().id());
            List<TraceInfo> others = all.items().stream()
                    .filter(trace -> !trace.trace().equals(own))
                    .limit(OTHERS)
                    .toList();
            return show(audit.trace(own), others);
        }
    }

    private int show(TraceDetail detail, List<TraceInfo> others) throws IOException {
        return session.answer(detail, () -> {
            TraceInfo trace = detail.trace();
            session.out()
                    .printf(
                            "%s  %s%n",
                            trace.trace(), trace.attributes().getOrDefault("freshet.cause.description", trace.name()));
            session.out()
                    .printf(
                            "  %s, took %s, %d span(s), %d failed%n",
                            trace.startedAt(),
                            HumanFormat.duration(Duration.between(trace.startedAt(), trace.endedAt())),
                            trace.spans(),
                            trace.errors());
            session.out().print(new Waterfall(detail.spans(), limit).text(session.style(), session.width()));
            long more = detail.spans().size()
                    + detail.omitted()
                    - Math.min(limit, detail.spans().size());
            if (more > 0) {
                session.out().printf("%d more span(s): --limit, or --json%n", more);
            }
            if (!others.isEmpty()) {
                session.out().println("traces of parts of the run:");
                others.forEach(other -> session.out()
                        .printf(
                                "  %s  %s%n",
                                other.trace(), other.attributes().getOrDefault("freshet.partition", other.name())));
            }
        });
    }
}
