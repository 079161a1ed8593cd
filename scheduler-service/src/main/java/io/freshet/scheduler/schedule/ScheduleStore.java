package io.freshet.scheduler.schedule;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.servicekit.failure.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of the deployed workflows, kept. They come, change and go with the deployment of their workflow. The clock of the store
 * decides what is due, so that it makes no difference which scheduler asks. Every method throws {@link UnavailableException} if the store
 * cannot be reached. Thread-safe.
 */
public interface ScheduleStore {
    /**
     * Fires the schedule that has been due for longest, if no other scheduler is at it: what it asks for is published, once.
     *
     * @return empty if none is due
     */
    Optional<FiredSchedule> fireNext();

    /** For how long the schedule that has been due for longest has been; empty if none is due. */
    Optional<Duration> overdue();

    Optional<KeptSchedule> schedule(WorkflowRef workflow, String name);

    /**
     * The schedules of a namespace, by workflow and name.
     *
     * @param after the cursor of the page before
     */
    Page<KeptSchedule> schedules(String namespace, @Nullable String after, int limit);

    /** From now on it does not fire; nothing changes if it is paused. Returns what it is then, empty if there is none. */
    Optional<KeptSchedule> pause(WorkflowRef workflow, String name, String user);

    /** It fires at its next nominal time; what came meanwhile is not made up for. Nothing changes if it is not paused. */
    Optional<KeptSchedule> resume(WorkflowRef workflow, String name);
}
