package io.freshet.planner.domain.evaluation;

import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.TaskModel;
import org.jspecify.annotations.Nullable;

/**
 * Whose outputs they are.
 *
 * @param attempt that made them; null if they are taken away
 * @param trace that the attempt is in; null where it is not known, or no attempt made them
 * @param before the instance before the attempt's end
 */
public record OutputOrigin(
        TaskModel task,
        InstanceId id,
        @Nullable String attempt,
        @Nullable String trace,
        Instance before) {}
