package io.freshet.audit.alert;

import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that people may be alerted of.
 *
 * @param id the same whoever finds it, however often
 * @param subject what it is about, among those of its condition
 * @param sentence for people, at most {@value #MAX_SENTENCE} characters; a longer one is cut
 */
public record Occurrence(
        String id, AlertSpec.Condition condition, WorkflowRef workflow, Subject subject, String sentence, Instant at) {
    public static final int MAX_SENTENCE = 500;

    @Override
    public String sentence() {
        return ShortText.of(sentence, MAX_SENTENCE);
    }

    /**
     * What something is about; null: not about such a thing.
     *
     * @param deadline the name of a deadline
     * @param due when it was due
     * @param topic of a record
     */
    public record Subject(
            @Nullable InstanceRef instance,
            @Nullable String run,
            @Nullable String deadline,
            @Nullable Instant due,
            @Nullable String topic) {
        /** The workflow as a whole. */
        public static final Subject WORKFLOW = new Subject(null, null, null, null, null);

        public static Subject of(InstanceRef instance, @Nullable String run) {
            return new Subject(instance, run, null, null, null);
        }

        public static Subject ofRun(String run) {
            return new Subject(null, run, null, null, null);
        }

        public static Subject of(String deadline, Instant due) {
            return new Subject(null, null, deadline, due, null);
        }

        public static Subject ofTopic(String topic) {
            return new Subject(null, null, null, null, topic);
        }
    }

    /** The same as it concerns another workflow. */
    public Occurrence of(WorkflowRef other) {
        return new Occurrence(id, condition, other, subject, sentence, at);
    }

    /** What is one alert of a rule while it lasts: its group. */
    public String group(AlertSpec.Grouping failures) {
        return switch (condition) {
            case FAILED -> failed(failures);
            case LATE -> subject.deadline() + "@" + subject.due();
            case STUCK -> String.valueOf(subject.run());
            case DEAD_LETTER -> String.valueOf(subject.topic());
            case FAULTED, RECOVERED -> "";
        };
    }

    private String failed(AlertSpec.Grouping failures) {
        InstanceRef instance = subject.instance();
        return switch (failures) {
            case RUN -> String.valueOf(subject.run());
            case TASK -> instance == null ? "" : instance.task();
            case INSTANCE -> String.valueOf(instance);
            case WORKFLOW -> "";
        };
    }
}
