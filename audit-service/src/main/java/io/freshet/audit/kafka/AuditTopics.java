package io.freshet.audit.kafka;

import io.freshet.contracts.topic.Topic;
import io.freshet.contracts.topic.Topics;
import java.util.List;

/** The topics that history is made of. What only moves inside a service, or repeats what another topic says, is left out. */
final class AuditTopics {
    /** What happened and was decided. */
    static final List<String> STATE = List.of(
            Topics.FILE_CHANGES,
            Topics.DATASET_PROBLEMS,
            Topics.WORKFLOW_DEFINITIONS,
            Topics.RUN_REQUESTS,
            Topics.TASK_READY,
            Topics.TASK_EVENTS,
            Topics.TASK_FINISHED,
            Topics.PARTITION_PUBLISHED,
            Topics.RUN_FINISHED);

    /** What other systems may follow. */
    static final List<String> PUBLIC = List.of(Topics.TASK_FINISHED, Topics.PARTITION_PUBLISHED, Topics.RUN_FINISHED);

    /** Read apart, so that a flood of output holds up no state. */
    static final List<String> LOGS = List.of(Topics.TASK_LOGS);

    /** Read apart, because there may be very much in one record. */
    static final List<String> LISTS = List.of(Topics.INPUT_LISTS);

    static final List<String> LETTERS = Topics.all().stream()
            .map(Topic::name)
            .filter(name -> name.endsWith(Topics.deadLetters("")))
            .toList();

    private AuditTopics() {}
}
