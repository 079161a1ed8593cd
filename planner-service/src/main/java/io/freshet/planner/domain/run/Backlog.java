package io.freshet.planner.domain.run;

/** What has to be done for a workflow before anything new is: work that decisions have left to later steps, and events that came meanwhile. */
public record Backlog(DeferredWork agenda, Inbox inbox) {
    public boolean isOpen() {
        return agenda.isOpen() || !inbox.isEmpty();
    }
}
