package io.freshet.contracts.spec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which partitions of a run go first, where several could; it holds for all tasks of the run, down the chain. */
public enum PartitionOrder {
    @JsonProperty("newest-first")
    NEWEST_FIRST,
    @JsonProperty("oldest-first")
    OLDEST_FIRST
}
