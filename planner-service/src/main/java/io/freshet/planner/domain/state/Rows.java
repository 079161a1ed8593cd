package io.freshet.planner.domain.state;

/** The tables of which rows are deleted in steps. */
public enum Rows {
    PARTITIONS,
    OUTPUTS,
    OUTPUT_PARTS,
    RESULTS,
    LISTS,
    EDGES,
    READERS,
    MEMBERS,
    HOLDS,
    METADATA,
    CONTINUATIONS
}
