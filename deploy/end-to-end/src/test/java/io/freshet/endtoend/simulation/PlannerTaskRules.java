package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionsChanged;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Both stages of one task of the planner: what the catalogue has for a workflow of the same partition reaches it at once. */
final class PlannerTaskRules implements StreamsTask.Rules {
    static final List<String> TOPICS = Stream.of(CatalogRules.TOPICS, PlannerRules.TOPICS)
            .flatMap(List::stream)
            .toList();

    private final int partition;
    private final CatalogRules catalog;
    private final PlannerRules planner;
    private final Referee referee;
    private Instant time = Instant.MIN;

    PlannerTaskRules(int partition, CatalogRules catalog, PlannerRules planner, Referee referee) {
        this.partition = partition;
        this.catalog = catalog;
        this.planner = planner;
        this.referee = referee;
    }

    @Override
    public void begin(Consumer<Event> out) {
        planner.begin(out);
        catalog.begin(event -> tell(event, out));
    }

    private void tell(Event event, Consumer<Event> out) {
        if (event instanceof PartitionsChanged changed
                && SimulatedLog.partitionOf(changed.workflow().toString()) == partition) {
            referee.count("changes handed over");
            planner.take(Route.of(changed, time), time);
        } else {
            referee.count("changes by the topic");
            out.accept(event);
        }
    }

    @Override
    public void take(Entry entry, Instant now) {
        time = entry.at();
        if (CatalogRules.TOPICS.contains(entry.topic())) {
            catalog.take(entry);
        } else {
            planner.take(entry, now);
        }
    }

    @Override
    public Instant nextDue() {
        return catalog.isUnfinished() ? Instant.MIN : planner.nextDue();
    }

    @Override
    public void wake(Instant now) {
        time = now;
        catalog.proceed(now);
        planner.wake(now);
    }

    @Override
    public void committed() {
        planner.committed();
    }

    @Override
    public void aborted() {
        planner.aborted();
    }
}
