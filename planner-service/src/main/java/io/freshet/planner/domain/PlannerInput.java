package io.freshet.planner.domain;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.contracts.event.RunRequest;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.state.Timers;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the planner decides about, one at a time; each concerns one workflow. */
public sealed interface PlannerInput {
    WorkflowRef workflow();

    /** An event that is kept for later while something else has to be done first. */
    sealed interface Deferrable extends PlannerInput {
        Event event();

        /**
         * The input that an event is.
         *
         * @throws IllegalArgumentException if no such event can be one
         */
        static Deferrable of(Event event) {
            return switch (event) {
                case WorkflowDefinition definition -> new Deployed(definition);
                case PartitionsChanged changed -> new PartitionsReported(changed);
                case RunRequest request -> new RunRequested(request);
                case AttemptFinished finished -> new AttemptEnded(finished);
                default -> throw new IllegalArgumentException("not for the planner: " + event);
            };
        }
    }

    /** A version was deployed. */
    record Deployed(WorkflowDefinition event) implements Deferrable {
        @Override
        public WorkflowRef workflow() {
            return event.workflow();
        }
    }

    /** The catalogue reports changes of a dataset. */
    record PartitionsReported(PartitionsChanged event) implements Deferrable {
        @Override
        public WorkflowRef workflow() {
            return event.workflow();
        }
    }

    /** Somebody asks for something to run, to stop or to go on. */
    record RunRequested(RunRequest event) implements Deferrable {
        @Override
        public WorkflowRef workflow() {
            return event.workflow();
        }
    }

    /** An attempt ended. */
    record AttemptEnded(AttemptFinished event) implements Deferrable {
        @Override
        public WorkflowRef workflow() {
            return event.instance().workflowRef();
        }
    }

    /** Some of what an attempt has written is listed, before its end is reported. It is kept until then, whatever else there is to do. */
    record OutputsReported(OutputsListed event) implements PlannerInput {
        @Override
        public WorkflowRef workflow() {
            return event.instance().workflowRef();
        }
    }

    /**
     * The workflow was removed; what it made stays.
     *
     * @param version that was removed; if a newer one is known, nothing is done
     */
    record Removed(WorkflowRef workflow, int version) implements PlannerInput {}

    /**
     * A workflow that rested goes on.
     *
     * @param next the version that it is to have from now on; null if it is to keep its own
     */
    record Resumed(@Nullable WorkflowDefinition next, RunRequest.Resume request) implements PlannerInput {
        @Override
        public WorkflowRef workflow() {
            return request.workflow();
        }
    }

    /** The time has come that timers were set for. */
    record TimersDue(WorkflowRef workflow, List<Timers.Timer> timers) implements PlannerInput {
        public TimersDue {
            timers = List.copyOf(timers);
        }
    }

    /**
     * Work that is done in steps goes on.
     *
     * @param limit how many instances this step touches at the most
     */
    record Continue(WorkflowRef workflow, int limit) implements PlannerInput {}
}
