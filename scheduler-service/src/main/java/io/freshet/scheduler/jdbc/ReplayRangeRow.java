package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.ReplayInfo;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** What is read of one partition of a topic. */
@MappedEntity("replay_ranges")
record ReplayRangeRow(@Id String replay, @Id int topicPart, long firstOffset, long nextOffset, long endOffset) {
    ReplayInfo.Range toRange() {
        return new ReplayInfo.Range(topicPart, firstOffset, nextOffset, endOffset);
    }
}
