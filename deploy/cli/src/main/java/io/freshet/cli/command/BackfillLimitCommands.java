package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.session.Session;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunInfo;
import io.freshet.contracts.api.RunLimit;
import io.freshet.contracts.api.SchedulerClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** How fast a backfill, or any other run, goes while it is under way. */
final class BackfillLimitCommands {
    private BackfillLimitCommands() {}

    /** Changes the limit of a run, and says what it is then. */
    abstract static class Change implements Callable<Integer> {
        @Mixin
        private Session session;

        @Parameters(paramLabel = "RUN", description = "the id of the run, of which the beginning is enough")
        private String run;

        /** Null: as it is. */
        @Nullable
        Integer maxActive() {
            return null;
        }

        /** Null: as it is. */
        @Nullable
        Boolean paused() {
            return null;
        }

        @Override
        public final Integer call() throws IOException {
            RunInfo info;
            try (AuditClient audit = session.auditClient()) {
                info = audit.run(run);
            }
            if (info.state().isFinished()) {
                throw new CommandException(
                        ExitCode.FAILED, "run %s has finished already: %s".formatted(info.run(), info.state()));
            }
            RunLimit limit;
            try (SchedulerClient scheduler = session.schedulerClient()) {
                limit = scheduler.runs().setLimit(info.workflow(), info.run(), maxActive(), paused());
            }
            return session.answer(limit, "run %s %s".formatted(info.run(), text(limit)));
        }

        private static String text(RunLimit limit) {
            Integer maxActive = limit.maxActive();
            if (limit.paused()) {
                return "is paused: what runs goes on to its end, and nothing more begins";
            }
            return maxActive == null
                    ? "goes on"
                    : "may have %d attempt%s under way at once".formatted(maxActive, maxActive == 1 ? "" : "s");
        }
    }

    /** Lets nothing more begin. */
    @Command(name = "pause", description = "Let nothing more of a run begin; what runs goes on to its end.")
    static final class Pause extends Change {
        @Override
        Boolean paused() {
            return true;
        }
    }

    /** Lets it go on. */
    @Command(name = "resume", description = "Let a paused run go on.")
    static final class Resume extends Change {
        @Override
        Boolean paused() {
            return false;
        }
    }

    /** Gives it another speed. */
    @Command(
            name = "limit",
            description = "Let a run have at most so many attempts at once; a paused run stays paused.")
    static final class Limit extends Change {
        @Parameters(index = "1", paramLabel = "N", description = "how many attempts, 1 or more")
        private int attempts;

        @Override
        Integer maxActive() {
            return attempts;
        }
    }
}
