package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.scheduler.replay.Replay;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replay.
 *
 * @param ordered as it was asked for, as JSON
 * @param state of {@link ReplayInfo.State}
 */
@MappedEntity("replays")
record ReplayRow(
        @Id String id,
        String ordered,
        String state,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant finishedAt,
        @Nullable String error,
        long replayed,
        long leftOut,
        long unreadable,
        long facts) {
    Replay toReplay() {
        return new Replay(id, StoredJson.read(ordered, ReplayOrder.class), requestedBy, requestedAt);
    }

    ReplayInfo.State progress() {
        return ReplayInfo.State.valueOf(state);
    }

    ReplayInfo toInfo(List<ReplayRangeRow> ranges) {
        return new ReplayInfo(
                id,
                StoredJson.read(ordered, ReplayOrder.class),
                progress(),
                requestedBy,
                requestedAt,
                finishedAt,
                error,
                new ReplayInfo.Records(replayed + leftOut + unreadable, replayed, leftOut, unreadable, facts),
                ranges.stream().map(ReplayRangeRow::toRange).toList());
    }
}
