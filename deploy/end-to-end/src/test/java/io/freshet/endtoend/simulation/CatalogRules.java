package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.CatalogSubscription;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.topic.Topics;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import io.freshet.planner.domain.CatalogTables;
import io.freshet.planner.domain.DatasetCatalog;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The catalogue of datasets. */
final class CatalogRules implements StreamsTask.Rules {
    static final List<String> TOPICS = List.of(Topics.FILE_CHANGES, Topics.CATALOG_SUBSCRIPTIONS);

    private final CatalogTables tables;
    private DatasetCatalog catalog;

    CatalogRules(Journal journal) {
        tables = new CatalogTables(
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal),
                new JournaledTable<>(journal));
    }

    @Override
    public void begin(Consumer<Event> out) {
        catalog = new DatasetCatalog(tables, out);
    }

    @Override
    public void take(Entry entry, Instant now) {
        switch (entry.event()) {
            case FileChanges changes -> catalog.changed(changes, entry.at());
            case CatalogSubscription subscription -> catalog.subscription(subscription, entry.at());
            default -> throw new AssertionError("nothing for the catalogue: " + entry);
        }
    }

    @Override
    public Instant nextDue() {
        return null;
    }

    @Override
    public void wake(Instant now) {
        throw new AssertionError("the catalogue has nothing to wake up for");
    }

    @Override
    public void committed() {}

    @Override
    public void aborted() {}
}
