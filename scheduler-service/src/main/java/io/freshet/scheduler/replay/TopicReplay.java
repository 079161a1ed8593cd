package io.freshet.scheduler.replay;

import java.time.Instant;
import java.util.List;

/** What the replay of one topic makes of its records. Pure. */
public interface TopicReplay {
    /** What follows from some records; they may be fewer than were read, as the step says. */
    ReplayStep step(ReplayLog.Chunk chunk, DeployedReaders deployed, Instant now);

    /** What is said when nothing more comes about a dataset or workflow. */
    List<ReplayStep.Published> end(String subject, Instant now);

    /**
     * The replay of the topic that was asked for.
     *
     * @throws IllegalArgumentException if it is none that can be replayed
     */
    static TopicReplay of(Replay replay) {
        return switch (ReplayTopic.of(replay.order().topic()).orElseThrow(IllegalArgumentException::new)) {
            case FILE_CHANGES -> new FileChangesReplay(replay);
            case RUN_REQUESTS -> new RunRequestsReplay(replay);
            case UPSTREAM_EVENTS -> new UpstreamEventsReplay(replay);
        };
    }
}
