package io.freshet.scheduler.config;

import io.freshet.scheduler.outbox.Outbox;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.servicekit.service.ServiceComponent;
import io.freshet.servicekit.streams.LocalState;
import io.freshet.servicekit.streams.SourceTopics;
import io.freshet.servicekit.streams.StreamsProgress;
import io.freshet.servicekit.streams.ThreadFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** What the scheduler does besides answering: admission, publication, schedules, replays and event triggers. */
final class Scheduler implements ServiceComponent, AutoCloseable {
    /** A lease ends after 20 s without use, and the next publisher needs some more. */
    private static final Duration LONGEST_UNSENT = Duration.ofSeconds(60);

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

    private final KafkaStreams admission;
    private final Loops loops;
    private final Outbox outbox;
    private final StreamsProgress progress;
    private final LocalState local;
    private final ThreadFailure failure;
    private final SourceTopics sources;
    private volatile boolean begun;

    /**
     * What is done in turns, each on a thread of its own.
     *
     * @param inOrder as they begin; they end in the opposite order
     */
    record Loops(List<TurnLoop> inOrder) {
        Loops {
            inOrder = List.copyOf(inOrder);
        }

        void start() {
            inOrder.forEach(TurnLoop::start);
        }

        boolean areAlive() {
            return inOrder.stream().allMatch(TurnLoop::isAlive);
        }

        List<String> problems() {
            return inOrder.stream()
                    .map(TurnLoop::problem)
                    .flatMap(Optional::stream)
                    .toList();
        }

        void close() {
            inOrder.reversed().forEach(TurnLoop::close);
        }
    }

    Scheduler(
            KafkaStreams admission,
            Loops loops,
            Outbox outbox,
            LocalState local,
            ThreadFailure failure,
            SourceTopics sources) {
        this.sources = sources;
        this.failure = failure;
        this.admission = admission;
        this.loops = loops;
        this.outbox = outbox;
        this.local = local;
        this.progress = new StreamsProgress("admission", admission);
    }

    /** Begins; to be called once. Nothing is admitted where records are lost that were not read, see {@link SourceTopics}. */
    @Override
    public void start() {
        admission.setUncaughtExceptionHandler(thrown -> {
            local.failed(thrown);
            return failure.handle(thrown);
        });
        loops.start();
        if (sources.begin()) {
            admission.start();
            begun = true;
        }
    }

    /** False if a restart is needed; true while it starts. */
    @Override
    public boolean isAlive() {
        boolean admits = !begun || (!admission.state().hasStartedOrFinishedShuttingDown() && !progress.isStuck());
        return admits && loops.areAlive();
    }

    /** What keeps it from its work, for people. */
    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        sources.problem().ifPresent(problems::add);
        if (admission.state() != KafkaStreams.State.RUNNING) {
            problems.add("admission is " + admission.state());
        }
        failure.problem().ifPresent(problems::add);
        progress.problem().ifPresent(problems::add);
        problems.addAll(loops.problems());
        Duration oldest = outbox.backlog().oldest();
        if (oldest.compareTo(LONGEST_UNSENT) > 0) {
            problems.add("what was committed %d s ago has not been published yet".formatted(oldest.toSeconds()));
        }
        return problems;
    }

    /** What somebody should look at, though it keeps nothing from its work. */
    @Override
    public List<String> warnings() {
        Outbox.Backlog backlog = outbox.backlog();
        return backlog
                .lastRefusal()
                .map(last -> "Kafka refused %d records for good, the last: %s".formatted(backlog.refused(), last))
                .stream()
                .toList();
    }

    /** Keeps its place in the group, so that a restart within the session timeout moves nothing. */
    @Override
    public void close() {
        sources.close();
        loops.close();
        admission.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP)
                .withTimeout(CLOSE_WITHIN));
    }
}
