package io.freshet.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.error.ErrorCode;
import io.freshet.contracts.error.ErrorDescription;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every decision about, and state change of, an instance. Topic {@code task-events}, key {@code namespace/workflow}. Written by
 * planner, scheduler and launcher; for people, history and {@code why}, never read back to decide.
 */
public sealed interface TaskEvent extends Event {
    WorkflowRef workflow();

    @Override
    default String subject() {
        return workflow().toString();
    }

    /** What concerns one instance. */
    sealed interface OfInstance extends TaskEvent {
        InstanceRef instance();

        @Override
        default WorkflowRef workflow() {
            return instance().workflowRef();
        }

        @Override
        default String subject() {
            return instance().toString();
        }
    }

    /**
     * An instance changed state.
     *
     * @param reason the machine-readable reason
     * @param sentence the same for people, with names and figures
     * @param run the run on whose behalf; null if none is open
     * @param attempt null where no attempt is meant
     * @param related instances this is about: the failed ones upstream of a blocked one, those a waiting one waits for; at most 20
     * @param missing inputs a waiting instance lacks, as {@code dataset/partition}; at most 20
     * @param actionKey of the evaluation; null where there was none
     * @param causes ids of the causes that led here, at most 20
     */
    record StateChanged(
            InstanceRef instance,
            InstanceState state,
            Reason reason,
            String sentence,
            @Nullable String run,
            @Nullable String attempt,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InstanceRef> related,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> missing,
            @Nullable Fingerprint actionKey,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> causes,
            Instant at)
            implements OfInstance {
        /** The bound on the characters of a sentence, which may quote a condition and a failure; a longer one is cut. */
        public static final int MAX_SENTENCE = 16_000;

        public StateChanged {
            sentence = ShortText.of(sentence, MAX_SENTENCE);
            related = List.copyOf(related);
            missing = List.copyOf(missing);
            causes = List.copyOf(causes);
        }

        @Override
        public Optional<String> correlation() {
            return Optional.ofNullable(run);
        }
    }

    /**
     * Instances of a workflow changed state in one transaction: what readers take as so many {@link StateChanged}, in this order.
     *
     * @param changes of {@link #MOST} instances at most, with {@link #MAX_BYTES} bytes as JSON together at most
     * @param at of the last of them
     */
    record StatesChanged(WorkflowRef workflow, List<ChangeGroup> changes, Instant at) implements TaskEvent {
        /** The bound on the changes. */
        public static final int MOST = 500;

        /** The bound on their bytes as JSON. */
        public static final int MAX_BYTES = 256 * 1024;

        /**
         * @throws IllegalArgumentException if there are none or too many, or one is of another workflow
         */
        public StatesChanged {
            changes = List.copyOf(changes);
            int instances =
                    changes.stream().mapToInt(group -> group.instances().size()).sum();
            if (instances == 0 || instances > MOST) {
                throw new IllegalArgumentException(
                        "states of %d instances changed, not 1 to %d".formatted(instances, MOST));
            }
            for (ChangeGroup group : changes) {
                group.requireWorkflow(workflow);
            }
        }

        /** Changes of a workflow, in their order; those that follow each other and say the same become one group. */
        public static StatesChanged of(WorkflowRef workflow, List<StateChanged> changes, Instant at) {
            return new StatesChanged(workflow, ChangeGroup.of(changes), at);
        }

        @Override
        public List<StateChanged> parts() {
            return changes.stream().flatMap(group -> group.changes().stream()).toList();
        }
    }

    /**
     * The process or pod of an attempt has started.
     *
     * @param executor {@code process}, {@code kubernetes} or {@code in-process}
     * @param host where it runs
     * @param process the process id or pod name
     * @param user the identity it runs as
     */
    record AttemptStarted(
            InstanceRef instance,
            String attempt,
            int number,
            String run,
            String executor,
            String host,
            String process,
            String user,
            Instant at)
            implements OfInstance {
        @Override
        public Optional<String> correlation() {
            return Optional.of(run);
        }
    }

    /**
     * The processes or pods of attempts of a workflow have started: what readers take as so many {@link AttemptStarted}.
     *
     * @param attempts at most {@link #MOST}
     * @param at of the last of them
     */
    record AttemptsStarted(WorkflowRef workflow, List<AttemptStarted> attempts, Instant at) implements TaskEvent {
        /** The bound on the attempts. */
        public static final int MOST = 100;

        /**
         * @throws IllegalArgumentException if there are none or too many, or one is of another workflow
         */
        public AttemptsStarted {
            attempts = List.copyOf(attempts);
            if (attempts.isEmpty() || attempts.size() > MOST) {
                throw new IllegalArgumentException("%d attempts started, not 1 to %d".formatted(attempts.size(), MOST));
            }
            for (AttemptStarted started : attempts) {
                if (!started.workflow().equals(workflow)) {
                    throw new IllegalArgumentException(
                            "%s is no instance of %s".formatted(started.instance(), workflow));
                }
            }
        }

        @Override
        public List<AttemptStarted> parts() {
            return attempts;
        }
    }

    /**
     * A cause reached a workflow and unsettled at least one instance.
     *
     * @param opening counts the openings of all runs of the workflow: a run that is opened again has a higher one, whatever the clocks
     *     say
     */
    record RunStarted(WorkflowRef workflow, String run, Cause cause, int workflowVersion, long opening, Instant at)
            implements TaskEvent {
        @Override
        public Optional<String> correlation() {
            return Optional.of(run);
        }
    }

    /**
     * What a run that was asked for as a trial would do; nothing of it is done.
     *
     * @param tasks in the order of the workflow; those that the run would not reach are not in it
     * @param complete false if there are so many instances that it was not worked out to the end
     */
    record RunForecast(
            WorkflowRef workflow, String run, Cause cause, List<TaskForecast> tasks, boolean complete, Instant at)
            implements TaskEvent {
        /**
         * What a run would do with a task's instances.
         *
         * @param willRun how many would be launched at once
         * @param mayRun how many would be launched unless what they wait for turns out unchanged
         * @param skipped how many are up to date, or their condition is false
         * @param waiting how many lack an input
         * @param blocked how many have something upstream that failed
         * @param examples some of those that will or may run, those that would start first
         */
        public record TaskForecast(
                String task,
                int willRun,
                int mayRun,
                int skipped,
                int waiting,
                int blocked,
                List<InstanceRef> examples) {
            public TaskForecast {
                examples = List.copyOf(examples);
            }
        }

        public RunForecast {
            tasks = List.copyOf(tasks);
        }

        @Override
        public Optional<String> correlation() {
            return Optional.of(run);
        }
    }

    /**
     * A decision about the workflow could not be made, and nothing of it was kept. The workflow is faulted: nothing of it is decided until a
     * newer version is deployed or somebody resumes it. Other workflows go on.
     *
     * @param workflowVersion the version that was to be decided about
     * @param code what kind of failure it was
     * @param message what failed, for people; at most 1,000 characters
     * @param source the record about which it was to be decided, which is in the dead letters; null if it was no record, such as a timer
     */
    record WorkflowFaulted(
            WorkflowRef workflow,
            int workflowVersion,
            Code code,
            String message,
            @Nullable SourceRecord source,
            Instant at)
            implements TaskEvent {
        /** The closed list of what makes a workflow rest. */
        public enum Code implements ErrorCode {
            DECISION_FAILED(
                    "The decision failed with an error: a fault of the planner, or a row that it cannot read.",
                    "Report it with the planner's log; `freshet workflow resume` tries again."),
            TOO_DEEP(
                    "The decision needs more nested calls than there is room for.",
                    "Deploy a version whose tasks depend on each other in shorter chains."),
            RECORD_TOO_LARGE(
                    "An event or a row would be larger than [one may be](bounds.md).",
                    "Deploy a version that makes it smaller: fewer partitions per instance, or shorter texts."),
            DECISION_TOO_LARGE(
                    "All that the decision changes and says is more than [one decision may](bounds.md).",
                    "Deploy a version in which one change reaches fewer instances.");

            private final ErrorDescription description;

            Code(String meaning, String remedy) {
                this.description = new ErrorDescription(meaning, remedy);
            }

            @Override
            public ErrorDescription description() {
                return description;
            }
        }
    }

    /**
     * A workflow that rested goes on: it looks at all that it reads, and evaluates every instance.
     *
     * @param resumedBy who asked for it, or deployed a newer version; {@code removal} if it was removed
     */
    record WorkflowResumed(WorkflowRef workflow, int workflowVersion, String resumedBy, Instant at)
            implements TaskEvent {}
}
