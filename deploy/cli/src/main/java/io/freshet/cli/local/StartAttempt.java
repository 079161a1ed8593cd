package io.freshet.cli.local;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.StartListener;
import io.freshet.standalone.StartReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One process that is to become a standalone. Not thread-safe. */
final class StartAttempt {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final DataDirectory data;
    private final Process process;
    private final long consoleBefore;
    private boolean stalled;

    /**
     * @param consoleBefore how long the console's file was before the process started
     */
    StartAttempt(DataDirectory data, Process process, long consoleBefore) {
        this.data = data;
        this.process = process;
        this.consoleBefore = consoleBefore;
    }

    /** Returns when it is ready; empty if it ended, or was ended because nothing moved any more. */
    Optional<Endpoints> await(Duration stallLimit, StartListener listener) throws IOException, InterruptedException {
        StartProgress progress = new StartProgress(data, stallLimit, listener);
        while (true) {
            boolean ended = process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            stalled = progress.isStalled(Optional.of(process.toHandle()));
            Optional<Endpoints> endpoints = Endpoints.read(data).filter(found -> found.pid() == process.pid());
            if (endpoints.isPresent()) {
                return endpoints;
            }
            if (ended) {
                return Optional.empty();
            }
            if (stalled) {
                LocalStandalone.end(process);
                return Optional.empty();
            }
        }
    }

    int exitStatus() {
        return process.exitValue();
    }

    /** Why it did not become ready. */
    CommandException failure() throws IOException {
        return new CommandException(
                ExitCode.FAILED, "Freshet did not start: %s; its log: %s".formatted(reason(), data.log()));
    }

    private String reason() throws IOException {
        if (stalled) {
            return "nothing moved any more, and it was ended";
        }
        Optional<String> reported = StartReport.read(data)
                .filter(report -> report.pid() == process.pid())
                .flatMap(report -> Optional.ofNullable(report.failure()));
        if (reported.isPresent()) {
            return reported.get();
        }
        List<String> lines = ConsoleTail.lines(data.console(), consoleBefore);
        String ended = "its process ended with status %d".formatted(process.exitValue());
        return lines.isEmpty() ? ended : ended + ", after it had said: " + String.join(" / ", lines);
    }
}
