package io.freshet.planner.domain;

/** Who does which work that goes through rows. */
record PagedRules(
        PagedRule<Continuation.GraphWork> graph,
        PagedRule<Continuation.RunWork> runs,
        PagedRule<Continuation.RemovalWork> removal,
        PagedRule<Continuation.OutputWork> outputs,
        PagedRule<Continuation.Pruning> pruning) {}
