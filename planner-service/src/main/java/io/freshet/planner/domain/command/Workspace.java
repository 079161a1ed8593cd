package io.freshet.planner.domain.command;

import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.run.Backlog;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Inbox;
import io.freshet.planner.domain.state.PlanningContext;

/** What the rules of one decision share: rows, queues and worklists, none of which knows a rule. */
public final class Workspace {
    public final PlanningContext context;
    final Runs runs;
    public final DeferredWork agenda;
    public final Backlog backlog;
    public final DependencyGraph graph;
    final Propagation propagation;
    final Holds holds;
    final InstanceEvents events;
    final Forgetting forgetting;

    public Workspace(PlanningContext context) {
        this.context = context;
        this.runs = new Runs(context);
        this.agenda = new DeferredWork(context.tables(), runs);
        this.backlog = new Backlog(agenda, new Inbox(context.tables()));
        this.graph = new DependencyGraph(
                context.model(),
                context.tables(),
                agenda,
                context.lookups(),
                context.limits().fanOut());
        this.propagation = new Propagation(context, runs, graph, agenda);
        this.holds = new Holds(context, runs, propagation);
        this.events = new InstanceEvents(context, runs);
        this.forgetting = new Forgetting(context, graph, agenda, events);
    }
}
