package io.freshet.planner.domain;

/** What the rules of one decision share: rows, queues and worklists, none of which knows a rule. */
final class Workspace {
    final PlanningContext context;
    final Runs runs;
    final DeferredWork agenda;
    final Backlog backlog;
    final DependencyGraph graph;
    final Propagation propagation;
    final Holds holds;
    final InstanceEvents events;
    final Forgetting forgetting;

    Workspace(PlanningContext context) {
        this.context = context;
        this.runs = new Runs(context);
        this.agenda = new DeferredWork(context.tables(), runs);
        this.backlog = new Backlog(agenda, new Inbox(context.tables()));
        this.graph = new DependencyGraph(
                context.model(), context.tables(), agenda, context.limits().fanOut());
        this.propagation = new Propagation(context, runs, graph, agenda);
        this.holds = new Holds(context, runs, propagation);
        this.events = new InstanceEvents(context, runs);
        this.forgetting = new Forgetting(context, graph, agenda, events);
    }
}
