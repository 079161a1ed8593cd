package io.freshet.language.read;

import io.freshet.language.grammar.Section;
import io.freshet.language.pod.PodKeys;
import java.util.List;

/** Every mapping of a workflow's file, in the order of the reference: the reader accepts the keys of these and no others. */
public final class Grammar {
    private Grammar() {}

    public static List<Section> sections() {
        return List.of(
                WorkflowKeys.ROOT,
                WorkflowKeys.OF_METADATA,
                WorkflowKeys.OF_SPEC,
                WorkflowKeys.OF_PARAM,
                DatasetKeys.DATASET,
                DatasetKeys.OF_WATCH,
                DatasetKeys.OF_REGISTRY,
                TaskKeys.TASK,
                InputKeys.INPUT,
                OutputKeys.OUTPUT,
                OutputKeys.CHECK,
                OutputKeys.OF_ROW_COUNT,
                RunKeys.RUN,
                PodKeys.POD,
                RunKeys.OF_RESOURCES,
                PolicyKeys.RETRIES,
                PolicyKeys.RETRY_KINDS,
                PolicyKeys.OF_BACKOFF,
                PolicyKeys.RUN_AS,
                PolicyKeys.ON_FAILURE,
                PolicyKeys.OF_FALLBACK,
                PolicyKeys.CACHE,
                PolicyKeys.BATCH,
                PolicyKeys.CONCURRENCY,
                TriggerKeys.TRIGGER,
                ScheduleKeys.OF_SCHEDULE,
                ScheduleKeys.OF_CALENDAR,
                EventTriggerKeys.OF_EVENT,
                EventTriggerKeys.OF_WEBHOOK,
                DeadlineKeys.DEADLINE,
                AlertKeys.ALERT,
                AlertKeys.OF_CHANNEL,
                AlertKeys.OF_PAGERDUTY,
                AlertKeys.OF_EMAIL,
                AlertKeys.OF_QUIET_HOURS);
    }
}
