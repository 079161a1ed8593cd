package io.freshet.cli.command;

import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.HumanFormat;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunCounts;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunLimit;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How far a backfill is. */
@Command(name = "show", description = "Show how far a backfill is: what is done, how fast it goes, and what is to go.")
final class BackfillShowCommand implements Callable<Integer> {
    private static final double PER_MINUTE = 60_000.0;

    @Mixin
    private Session session;

    @Parameters(paramLabel = "RUN", description = "the id of the run, of which the beginning is enough")
    private String run;

    /**
     * How far a run is.
     *
     * @param settled instances that are done, however
     * @param total instances that it has reached so far
     * @param perMinute how many have settled in a minute, since it began
     * @param remaining how long the rest takes at that rate; null if nothing has settled yet, or all has
     */
    record Speed(
            int settled,
            int total,
            double perMinute,
            @Nullable Duration remaining) {
        static Speed of(RunCounts counts, Duration since) {
            int settled = counts.total() - counts.active();
            double perMinute = settled * PER_MINUTE / Math.max(1, since.toMillis());
            Duration remaining = settled == 0 || counts.active() == 0
                    ? null
                    : Duration.ofMillis(Math.round(counts.active() / perMinute * PER_MINUTE));
            return new Speed(settled, counts.total(), perMinute, remaining);
        }
    }

    @Override
    public Integer call() throws IOException {
        try (AuditClient audit = session.auditClient()) {
            RunInfo info = audit.run(run);
            RunCounts counts = info.counts();
            Instant finished = info.finishedAt();
            Duration since = Duration.between(info.startedAt(), finished == null ? session.now() : finished);
            RunLimit limit = finished == null ? limit(info) : null;
            Speed speed = counts == null ? null : Speed.of(counts, since);
            if (session.json()) {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("run", info);
                if (speed != null) {
                    answer.put("speed", speed);
                }
                if (limit != null) {
                    answer.put("limit", limit);
                }
                session.printJson(answer);
                return ExitCode.OK;
            }
            RunSummary.print(info, session);
            if (info.cause() != null) {
                session.out().printf("  because: %s%n", info.cause().description());
            }
            if (speed != null) {
                Duration remaining = speed.remaining();
                session.out()
                        .printf(
                                "  %d of %d settled, %.1f a minute%s%n",
                                speed.settled(),
                                speed.total(),
                                speed.perMinute(),
                                remaining == null ? "" : ", about " + HumanFormat.duration(remaining) + " to go");
            }
            if (limit != null && limit.paused()) {
                session.out().printf("  paused: nothing more of it begins before 'freshet backfill resume'%n");
            } else if (limit != null && limit.maxActive() != null) {
                session.out().printf("  at most %d attempts at once%n", limit.maxActive());
            }
            new Failures(session, audit).ofRun(info.run(), session.out());
            session.out().flush();
            return ExitCode.OK;
        }
    }

    private RunLimit limit(RunInfo info) throws IOException {
        try (SchedulerClient scheduler = session.schedulerClient()) {
            return scheduler.runs().limit(info.workflow(), info.run());
        }
    }
}
