package io.freshet.cli.command;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.cli.output.ReadableKey;
import io.freshet.contracts.api.PublicationStatus;
import io.freshet.contracts.api.PublicationStatus.PendingPartition;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Waits until directories show what was made, so that who waited and then reads a directory reads no older files. For one thread. */
final class PublicationWait {
    private static final Duration STEP = Duration.ofSeconds(2);
    /** What fails is tried again by itself; after so long of nothing but failures there is little to hope for. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Question question;
    private final Consumer<String> progress;
    private final LongSupplier nanoTime;

    /** Asks for how far publication is, and waits for an answer no longer than it is told. */
    @FunctionalInterface
    interface Question {
        PublicationStatus ask(Duration limit) throws IOException;
    }

    /**
     * @param progress takes a line for people that says what is waited for
     */
    PublicationWait(Question question, Consumer<String> progress) {
        this(question, progress, System::nanoTime);
    }

    PublicationWait(Question question, Consumer<String> progress, LongSupplier nanoTime) {
        this.question = question;
        this.progress = progress;
        this.nanoTime = nanoTime;
    }

    /**
     * Returns when everything is published.
     *
     * @param limit how long to wait at most
     * @throws CommandException if it is not in time, or if what is left cannot be written
     */
    void await(Duration limit) throws IOException {
        long deadline = nanoTime.getAsLong() + limit.toNanos();
        long hopeful = nanoTime.getAsLong();
        while (true) {
            PublicationStatus status = question.ask(STEP);
            if (status.complete()) {
                return;
            }
            if (status.pending() > 0) {
                progress.accept("%s to publish, such as %s".formatted(partitions(status), example(status)));
            }
            boolean isHopeless = status.pending() > 0 && status.failing() == status.pending();
            hopeful = isHopeless ? hopeful : nanoTime.getAsLong();
            if (nanoTime.getAsLong() - hopeful > PATIENCE.toNanos()) {
                throw failed(status, "cannot be published");
            }
            if (nanoTime.getAsLong() > deadline) {
                throw failed(status, "not published in time");
            }
        }
    }

    private static CommandException failed(PublicationStatus status, String what) {
        if (status.pending() == 0) {
            return new CommandException(
                    ExitCode.FAILED,
                    "whether all is published is not known in time: the history has %d records to read"
                            .formatted(status.lag()));
        }
        return new CommandException(
                ExitCode.FAILED,
                "%s %s, such as %s. What was made is kept, and publishing is tried again by itself; 'freshet datasets %s' shows how it is"
                        .formatted(
                                partitions(status),
                                what,
                                example(status),
                                status.examples().getFirst().dataset()));
    }

    private static String partitions(PublicationStatus status) {
        return status.pending() == 1
                ? "1 partition"
                : "%s%d partitions"
                        .formatted(
                                status.pending() == PublicationStatus.MOST_COUNTED ? "at least " : "",
                                status.pending());
    }

    private static String example(PublicationStatus status) {
        PendingPartition example = status.examples().getFirst();
        String name = ReadableKey.of(example.toString());
        return example.problem() == null ? name : "%s (%s)".formatted(name, example.problem());
    }
}
