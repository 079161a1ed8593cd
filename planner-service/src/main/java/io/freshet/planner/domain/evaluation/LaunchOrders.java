package io.freshet.planner.domain.evaluation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptTrace;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.event.ReadyCommand.TaskReady;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.TaskSpec;
import io.freshet.planner.domain.instance.Attempt;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.model.Limits;
import io.freshet.planner.domain.port.BudgetPort;
import io.freshet.planner.domain.port.EffectPort;
import io.freshet.planner.domain.port.ModelPort;
import io.freshet.planner.domain.port.TimePort;
import io.freshet.planner.domain.run.OrderKey;
import io.freshet.planner.domain.run.Runs;
import io.freshet.planner.domain.state.Effects;
import io.freshet.planner.domain.state.Run;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Orders attempts of admission: what is to be done, for which runs, and in which order among others. */
public final class LaunchOrders {
    private final WorkflowRef workflow;
    private final Effects effects;
    private final Instant now;
    private final AttemptSpecs specs;
    private final Runs runs;

    public <P extends ModelPort & BudgetPort & EffectPort & TimePort> LaunchOrders(P ports, Runs runs) {
        this.workflow = ports.model().ref();
        this.effects = ports.effects();
        this.now = ports.now();
        this.specs = new AttemptSpecs(ports);
        this.runs = runs;
    }

    /**
     * Orders the attempt that an instance waits for.
     *
     * @param notBefore null: at once
     * @return the attempt's id
     */
    String add(Launch launch, Reason reason, @Nullable Instant notBefore) {
        InstanceId id = launch.id();
        Attempt attempt = launch.instance().attempt();
        Fingerprint key = launch.instance().triedKey();
        if (attempt == null || key == null) {
            throw new IllegalStateException("nothing to launch for " + id);
        }
        TaskSpec spec = launch.task().spec();
        String attemptId = launch.instance().attemptId(id.in(workflow), attempt);
        List<String> ofInstance = runs.of(id);
        Run leading = runs.leading(id);
        List<String> serves = leadingFirst(leading.id(), ofInstance);
        Integer priority = leading.options().priority();
        effects.emit(new TaskReady(
                attemptId,
                attempt.number(),
                serves,
                spec.pool(),
                priority == null ? spec.priority() : priority,
                OrderKey.of(launch.task(), id.partition(), leading),
                notBefore,
                launch.task().limits(id.partition()),
                leading.options().maxActive(),
                reason,
                specs.of(launch, attempt, key, firing(ofInstance), trace(serves, id)),
                now));
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

    private AttemptTrace trace(List<String> serves, InstanceId id) {
        return AttemptTrace.of(
                serves.stream().map(run -> runs.require(run).cause()).toList(), id.partition());
    }

    /** The runs that the order names, of which the first counts. */
    private static List<String> leadingFirst(String leading, List<String> all) {
        return Stream.concat(Stream.of(leading), all.stream().filter(run -> !run.equals(leading)))
                .limit(Limits.RUNS)
                .toList();
    }
}
