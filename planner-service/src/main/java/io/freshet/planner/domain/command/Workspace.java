package io.freshet.planner.domain.command;

import io.freshet.planner.domain.graph.DependencyGraph;
import io.freshet.planner.domain.graph.Forgetting;
import io.freshet.planner.domain.graph.Holds;
import io.freshet.planner.domain.graph.InstanceCreation;
import io.freshet.planner.domain.graph.Propagation;
import io.freshet.planner.domain.graph.UnsettledInputs;
import io.freshet.planner.domain.port.PlanningContext;
import io.freshet.planner.domain.run.Backlog;
import io.freshet.planner.domain.run.DeferredWork;
import io.freshet.planner.domain.run.Inbox;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.Runs;

/** What the rules of one decision share: rows, queues and worklists, none of which knows a rule. */
public final class Workspace {
    public final PlanningContext context;
    final Runs runs;
    public final DeferredWork agenda;
    public final Backlog backlog;
    public final UnsettledInputs unsettled;
    final InstanceCreation creation;
    public final DependencyGraph graph;
    final Propagation propagation;
    final Holds holds;
    final InstanceEvents events;
    final Forgetting forgetting;

    public Workspace(PlanningContext context) {
        this.context = context;
        this.runs = new Runs(context);
        this.agenda = new DeferredWork(context, runs);
        this.backlog = new Backlog(agenda, new Inbox(context));
        this.unsettled = new UnsettledInputs(context, agenda);
        this.creation = new InstanceCreation(context, unsettled);
        this.graph = new DependencyGraph(context, agenda, creation);
        this.propagation = new Propagation(context, runs, graph, agenda);
        this.holds = new Holds(context, runs, propagation);
        this.events = new InstanceEvents(context, runs);
        this.forgetting = new Forgetting(context, creation, agenda, events);
    }
}
