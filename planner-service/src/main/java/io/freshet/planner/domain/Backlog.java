package io.freshet.planner.domain;

/** What has to be done for a workflow before anything new is: work that decisions have left to later steps, and events that came meanwhile. */
record Backlog(DeferredWork agenda, Inbox inbox) {
    boolean isOpen() {
        return agenda.isOpen() || !inbox.isEmpty();
    }
}
