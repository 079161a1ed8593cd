package io.freshet.contracts.api;

import io.freshet.contracts.id.WorkflowRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event trigger of a deployed workflow.
 *
 * @param trigger its name in the workflow
 * @param type the CloudEvents type of the events
 * @param filter null: all events of the type
 * @param fired how many events it has asked for a run for
 * @param refused how many events it could not map to a request, in which there is something to mend
 * @param repeated how many events said the same as one before
 * @param held how many events it holds back
 * @param due when it asks for the next run for them, if no more come; null if it holds none back
 * @param last the last event of either kind; null if there was none, or it is longer ago than requests are remembered
 */
public record TriggerInfo(
        WorkflowRef workflow,
        String trigger,
        String type,
        @Nullable String filter,
        long fired,
        long refused,
        long repeated,
        long held,
        @Nullable Instant due,
        @Nullable TriggerEvent last) {}
