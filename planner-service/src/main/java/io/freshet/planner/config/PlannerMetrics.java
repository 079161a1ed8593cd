package io.freshet.planner.config;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.event.TaskEvent.StateChanged;
import io.freshet.planner.domain.state.Fault;
import io.freshet.planner.topology.PlannerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The planner's figures as metrics; none has an id as a label. A decision that is rolled back and made again counts twice. */
@Singleton
final class PlannerMetrics implements PlannerListener {
    private static final Logger LOG = LoggerFactory.getLogger(PlannerMetrics.class);

    private final Map<InstanceState, Counter> decisions = new EnumMap<>(InstanceState.class);
    private final Counter accepted;
    private final Counter rejected;
    private final Counter faults;

    PlannerMetrics(MeterRegistry registry) {
        for (InstanceState state : InstanceState.values()) {
            decisions.put(
                    state,
                    Counter.builder("freshet.planner.decisions")
                            .description("Decisions about task instances, by the state they led to")
                            .tag("state", state.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        faults = Counter.builder("freshet.planner.faults")
                .description("Decisions that failed, each of which made a workflow rest")
                .register(registry);
        accepted = finishes(registry, "accepted");
        rejected = finishes(registry, "rejected");
    }

    private static Counter finishes(MeterRegistry registry, String verdict) {
        return Counter.builder("freshet.planner.finishes")
                .description("Ends of attempts, by whether the planner waited for the attempt")
                .tag("verdict", verdict)
                .register(registry);
    }

    @Override
    public void faulted(Fault fault, Throwable thrown) {
        faults.increment();
        SourceRecord source = fault.source();
        LOG.atError()
                .addKeyValue("namespace", fault.workflow().namespace())
                .addKeyValue("workflow", fault.workflow().workflow())
                .addKeyValue("version", fault.version())
                .addKeyValue("errorCode", fault.failure().code().text())
                .addKeyValue("source", source == null ? "none" : source)
                .setCause(thrown)
                .log("A decision failed, and its workflow is faulted until it is deployed anew or resumed");
    }

    @Override
    public void decided(StateChanged change) {
        Counter counter = decisions.get(change.state());
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void finished(AttemptFinished finished, boolean counts) {
        if (counts) {
            accepted.increment();
            return;
        }
        rejected.increment();
        LOG.atDebug()
                .addKeyValue("instance", finished.instance())
                .addKeyValue("attempt", finished.attempt())
                .log("Nobody waits for the attempt that ended");
    }
}
