package io.freshet.scheduler.jdbc;

import io.freshet.contracts.event.Cause;
import io.freshet.contracts.event.DatasetRemovalRequested;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.spec.DatasetSpec;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.DatasetStore;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Requests to remove datasets, in PostgreSQL's outbox; decided under the lock of the namespace. */
@Singleton
final class DatasetRemovals implements DatasetStore {
    private final Database database;
    private final NamespaceRepository namespaces;
    private final VersionRepository versions;
    private final OutboxRepository numbers;
    private final OutboxWriter outbox;

    DatasetRemovals(
            Database database,
            NamespaceRepository namespaces,
            VersionRepository versions,
            OutboxRepository numbers,
            OutboxWriter outbox) {
        this.database = database;
        this.namespaces = namespaces;
        this.versions = versions;
        this.numbers = numbers;
        this.outbox = outbox;
    }

    @Override
    public Removal remove(DatasetRef dataset, String user, Instant at, boolean dryRun) {
        return database.transact(() -> {
            namespaces.findByNameForUpdate(dataset.namespace());
            Optional<WorkflowDefinition> using = versions.deployed(dataset.namespace()).stream()
                    .map(VersionRow::definition)
                    .filter(definition -> definition.spec().datasets().containsKey(dataset.dataset()))
                    .findFirst();
            if (using.isPresent()) {
                return new Removal.Used(using.get().workflow());
            }
            Optional<DatasetSpec> last = versions.lastProducing(dataset.namespace(), dataset.dataset())
                    .map(version -> version.definition().spec().datasets().get(dataset.dataset()));
            if (last.isEmpty()) {
                return new Removal.NeverProduced();
            }
            return new Removal.Accepted(
                    dryRun ? Optional.empty() : Optional.of(request(dataset, last.get(), user, at)));
        });
    }

    private long request(DatasetRef dataset, DatasetSpec spec, String user, Instant at) {
        long number = numbers.nextNumber();
        Cause cause = new Cause(
                DerivedId.of("removal", dataset.toString(), Long.toString(number)),
                Cause.Kind.REQUESTED,
                at,
                "%s removed the orphaned dataset %s".formatted(user, dataset));
        DatasetRemovalRequested event =
                new DatasetRemovalRequested(dataset, spec.path(), spec.layout().toString(), number, cause, user, at);
        return outbox.append(Topics.CATALOG_SUBSCRIPTIONS, dataset.toString(), event);
    }
}
