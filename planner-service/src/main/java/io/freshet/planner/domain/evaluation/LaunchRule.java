package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.graph.InputReading;
import io.freshet.planner.domain.graph.Inputs;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.instance.LaunchReason;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.run.InstanceEvents;
import io.freshet.planner.domain.run.OrderKey;
import io.freshet.planner.domain.run.ParameterizedTasks;
import io.freshet.planner.domain.run.ReasonMessages;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.run.StateChangedBuilder;
import io.freshet.planner.domain.state.PlanningContext;
import io.freshet.planner.domain.state.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks admission to let an instance run. */
public final class LaunchRule {
    private final PlanningContext context;
    private final Runs runs;
    private final InstanceEvents events;
    private final ParameterizedTasks tasks;
    private final Pacing pacing;

    public LaunchRule(
            PlanningContext context, Runs runs, InstanceEvents events, ParameterizedTasks tasks, Pacing pacing) {
        this.context = context;
        this.runs = runs;
        this.events = events;
        this.tasks = tasks;
        this.pacing = pacing;
    }

    /** The first attempt of a new evaluation. */
    void first(Launch launch, Fingerprint key, LaunchReason why) {
        InstanceId id = launch.id();
        Inputs inputs = launch.inputs();
        Instance launched = launch.instance().launched(key);
        context.tables().put(id, launched);
        String attempt = ready(launch.with(launched), why.reason(), null);
        events.emit(StateChangedBuilder.of(id, InstanceState.READY, why.reason())
                .explain(ReasonMessages.ready(why, inputs.partitions()) + ReasonMessages.without(inputs.allLate()))
                .missing(inputs.allLate())
                .attempt(attempt)
                .actionKey(key));
    }

    /** Another attempt of the same evaluation, on the same inputs. */
    public void retry(InstanceId id, Instance instance, Attempt next, Duration backoff, String failure) {
        TaskModel task = tasks.of(id);
        Instance retrying = instance.retrying(next);
        context.tables().put(id, retrying);
        Inputs all = new InputReading(context, task, id).read();
        Inputs inputs = pacing.view(new Candidate(id, retrying, task, all, null));
        Instant notBefore = context.now().plus(backoff);
        Reason reason = next.fallback() ? Reason.FALLBACK : Reason.RETRY;
        String attempt = ready(new Launch(id, retrying, task, inputs), reason, notBefore);
        events.emit(StateChangedBuilder.of(id, InstanceState.RETRYING, reason)
                .explain(
                        next.fallback()
                                ? ReasonMessages.fallback(failure, next.number())
                                : ReasonMessages.retrying(failure, next.number(), backoff))
                .attempt(attempt)
                .actionKey(retrying.triedKey()));
    }

    private String ready(Launch launch, Reason reason, @Nullable Instant notBefore) {
        InstanceId id = launch.id();
        Attempt attempt = launch.instance().attempt();
        Fingerprint key = launch.instance().triedKey();
        if (attempt == null || key == null) {
            throw new IllegalStateException("nothing to launch for " + id);
        }
        TaskSpec spec = launch.task().spec();
        String attemptId = launch.instance().attemptId(context.ref(id), attempt);
        List<String> ofInstance = runs.of(id);
        Run leading = runs.leading(id);
        Integer priority = leading.options().priority();
        context.emit(new TaskReady(
                attemptId,
                attempt.number(),
                leadingFirst(leading.id(), ofInstance),
                spec.pool(),
                priority == null ? spec.priority() : priority,
                OrderKey.of(launch.task(), id.partition(), leading),
                notBefore,
                launch.task().limits(id.partition()),
                leading.options().maxActive(),
                reason,
                new AttemptSpecs(context).of(launch, attempt, key, firing(ofInstance)),
                context.now()));
        return attemptId;
    }

    /** Of the schedule that started the newest of the runs that a schedule started; null if none did. */
    private @Nullable Firing firing(List<String> ofInstance) {
        return ofInstance.reversed().stream()
                .map(run -> runs.require(run).cause().firing())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The runs that the order names, of which the first counts. */
    private static List<String> leadingFirst(String leading, List<String> all) {
        return Stream.concat(Stream.of(leading), all.stream().filter(run -> !run.equals(leading)))
                .limit(Limits.RUNS)
                .toList();
    }
}
