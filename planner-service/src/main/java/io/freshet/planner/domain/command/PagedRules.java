package io.freshet.planner.domain.command;

import io.freshet.planner.domain.deployment.PagedRule;
import io.freshet.planner.domain.state.Continuation;

/** Who does which work that goes through rows. */
record PagedRules(
        PagedRule<Continuation.GraphWork> graph,
        PagedRule<Continuation.RunWork> runs,
        PagedRule<Continuation.RemovalWork> removal,
        PagedRule<Continuation.OutputWork> outputs,
        PagedRule<Continuation.Pruning> pruning,
        ForemostRule foremost) {}
