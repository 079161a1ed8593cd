package io.freshet.scheduler.deployment;

/** Whether something that was committed has reached the log. */
public sealed interface PublicationState {
    PublicationState PENDING = new Pending();
    PublicationState PUBLISHED = new Published();

    /** It will. */
    record Pending() implements PublicationState {}

    /** It has. */
    record Published() implements PublicationState {}

    /**
     * It never will.
     *
     * @param error why Kafka refuses it
     */
    record Refused(String error) implements PublicationState {}
}
