package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.text.ShortText;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.replay.DeployedReaders;
import io.freshet.scheduler.replay.Replay;
import io.freshet.scheduler.replay.ReplayLog;
import io.freshet.scheduler.replay.ReplayStep;
import io.freshet.scheduler.replay.ReplayStore;
import io.freshet.scheduler.replay.ReplayTopic;
import io.freshet.scheduler.replay.TopicReplay;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays in PostgreSQL. The row of a replay is the lock under which it goes on. */
@Singleton
final class ReplayTable implements ReplayStore {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayTable.class);
    private static final int MAX_ERROR = 1_000;
    private static final int AT_ONCE = 1_000;

    private final Database database;
    private final ReplayRepository replays;
    private final ReplayRangeRepository ranges;
    private final ReplayRunRepository runs;
    private final DeployedReaders deployed;
    private final EventTaking taking;
    private final OutboxRepository unsent;
    private final OutboxWriter outbox;
    private final ScheduleRepository clock;

    ReplayTable(
            Database database,
            ReplayRepository replays,
            ReplayRangeRepository ranges,
            ReplayRunRepository runs,
            DeployedReaders deployed,
            EventTaking taking,
            OutboxRepository unsent,
            OutboxWriter outbox,
            ScheduleRepository clock) {
        this.database = database;
        this.replays = replays;
        this.ranges = ranges;
        this.runs = runs;
        this.deployed = deployed;
        this.taking = taking;
        this.unsent = unsent;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public ReplayInfo begin(Replay replay, SequencedMap<Integer, ReplayLog.Span> spans) {
        return database.transact(() -> {
            int isNew = replays.insertIfAbsent(
                    replay.id(), StoredJson.write(replay.order()), replay.requestedBy(), replay.requestedAt());
            if (isNew == 1) {
                spans.forEach((partition, span) -> ranges.insert(
                        new ReplayRangeRow(replay.id(), partition, span.from(), span.from(), span.end())));
            }
            return replays.lock(replay.id()).map(this::info).orElseThrow();
        });
    }

    @Override
    public boolean advance(ReplayLog log) {
        return database.transact(() -> {
            Optional<ReplayRow> reading = replays.lockReading();
            if (reading.isEmpty() || unsent.countUnsent(MOST_UNSENT) == MOST_UNSENT) {
                return false;
            }
            Replay replay = reading.get().toReplay();
            Optional<ReplayRangeRow> range = ranges.next(replay.id());
            if (range.isPresent()) {
                read(replay, range.get(), log);
            } else {
                end(replay, ReplayInfo.State.DONE);
            }
            return true;
        });
    }

    private void read(Replay replay, ReplayRangeRow range, ReplayLog log) {
        String topic = ReplayTopic.of(replay.order().topic()).orElseThrow().topic();
        ReplayLog.Chunk chunk =
                log.read(topic, range.topicPart(), new ReplayLog.Span(range.nextOffset(), range.endOffset()));
        ReplayStep step;
        try {
            step = TopicReplay.of(replay).step(chunk, deployed, clock.now());
        } catch (IllegalArgumentException | IllegalStateException e) {
            fail(replay, range, e);
            return;
        }
        keep(replay, step);
        ranges.advance(replay.id(), range.topicPart(), step.next());
    }

    private void keep(Replay replay, ReplayStep step) {
        ReplayInfo.Records records = step.records();
        replays.count(replay.id(), records.replayed(), records.leftOut(), records.unreadable(), records.facts());
        if (replay.order().dryRun()) {
            return;
        }
        publish(step.published());
        step.subjects().forEach(subject -> ranges.addSubject(replay.id(), subject));
        step.upstream().looked().forEach(outbox::append);
        Stream.concat(step.runs().stream(), taking.hearAgain(replay, step.upstream()).stream())
                .forEach(run -> runs.insertIfAbsent(ReplayRunRow.of(replay.id(), run)));
    }

    /** One that cannot go on holds up no other. */
    private void fail(Replay replay, ReplayRangeRow range, RuntimeException failure) {
        String error = "records of partition %d from offset %d on: %s"
                .formatted(range.topicPart(), range.nextOffset(), failure);
        LOG.atError().addKeyValue("replay", replay.id()).setCause(failure).log("A replay cannot go on");
        end(replay, ReplayInfo.State.FAILED);
        replays.finish(replay.id(), ReplayInfo.State.FAILED.name(), ShortText.of(error, MAX_ERROR));
    }

    /** Nothing more comes of it. */
    private void end(Replay replay, ReplayInfo.State state) {
        Instant now = clock.now();
        TopicReplay topic = TopicReplay.of(replay);
        ranges.subjects(replay.id()).forEach(subject -> publish(topic.end(subject, now)));
        replays.finish(replay.id(), state.name(), null);
    }

    private void publish(List<ReplayStep.Published> published) {
        published.forEach(each -> outbox.append(each.topic(), each.key(), each.event()));
    }

    @Override
    public Optional<ReplayInfo> find(String prefix) {
        return database.transact(() -> {
            List<ReplayRow> found = replays.beginningWith(prefix);
            return found.size() == 1 ? Optional.of(info(found.getFirst())) : Optional.empty();
        });
    }

    @Override
    public Page<ReplayInfo> list(@Nullable String after, int limit) {
        return database.transact(() -> Pages.of(
                replays.before(after, limit + 1).stream().map(this::info).toList(), limit, ReplayInfo::replay));
    }

    @Override
    public Page<ReplayRun> runs(String replay, @Nullable String after, int limit) {
        return database.transact(() -> Pages.of(
                runs.after(replay, after == null ? "" : after, limit + 1).stream()
                        .map(ReplayRunRow::toRun)
                        .toList(),
                limit,
                ReplayRun::run));
    }

    @Override
    public Optional<ReplayInfo> cancel(String replay, String user) {
        return database.transact(() -> replays.lock(replay).map(row -> {
            if (!row.progress().isFinished()) {
                end(row.toReplay(), ReplayInfo.State.CANCELLED);
            }
            cancelRuns(replay, user);
            return replays.lock(replay).map(this::info).orElseThrow();
        }));
    }

    private void cancelRuns(String replay, String user) {
        Instant now = clock.now();
        List<ReplayRunRow> some = runs.after(replay, "", AT_ONCE);
        while (!some.isEmpty()) {
            for (ReplayRunRow row : some) {
                ReplayRun run = row.toRun();
                outbox.append(
                        Topics.RUN_REQUESTS,
                        run.workflow().toString(),
                        new RunRequest.Cancel(run.workflow(), run.run(), null, user, now));
            }
            some = runs.after(replay, some.getLast().run(), AT_ONCE);
        }
    }

    @Override
    public int forget(Duration kept, int limit) {
        return database.transact(() -> replays.deleteOlder(kept.toSeconds(), limit));
    }

    private ReplayInfo info(ReplayRow row) {
        return row.toInfo(ranges.findByReplayOrderByTopicPart(row.id()));
    }
}
