package io.freshet.scheduler.trigger;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.TriggerEvent;
import io.freshet.contracts.api.TriggerInfo;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event triggers of the deployed workflows, kept. They come, change and go with the deployment of their workflow. What an event asks for
 * is published and recorded in one transaction, once for each trigger and event, however often the event is read and by whom; where a
 * trigger has a pace its events are kept first, and lead to a run later. The clock of the store decides what is due. Every method
 * throws {@link UnavailableException} if the store cannot be reached. Thread-safe.
 */
public interface TriggerStore {
    /**
     * Does what follows from events, in their order.
     *
     * @return false if a trigger that may be meant is of a version that is not on the log yet: nothing was done
     */
    boolean take(List<UpstreamEvent> events);

    /**
     * Asks for the run that has been due for longest of those for events that were held back, if no other scheduler is at it, once.
     *
     * @return false if none is due
     */
    boolean askNext();

    Optional<TriggerInfo> trigger(WorkflowRef workflow, String name);

    /**
     * The triggers of a namespace, by workflow and name.
     *
     * @param after the cursor of the page before
     */
    Page<TriggerInfo> triggers(String namespace, @Nullable String after, int limit);

    /**
     * The events that a trigger was about, newest first: what each led to.
     *
     * @param before only those that were read before the one of this number; the cursor of the page before
     */
    Page<TriggerEvent> events(WorkflowRef workflow, String name, long before, int limit);

    /**
     * Forgets events that were taken longer ago than this; one that is read again then counts as new.
     *
     * @param limit how many at the most
     * @return how many
     */
    int forget(Duration kept, int limit);
}
