package io.freshet.scheduler.deployment;

import io.freshet.contracts.event.DeletionsConfirmed;

/** Takes confirmations of deletions, to be published. */
@FunctionalInterface
public interface ConfirmationStore {
    /** Returns when the confirmation cannot be lost any more. */
    void confirm(DeletionsConfirmed event);
}
