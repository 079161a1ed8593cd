package io.freshet.planner.domain;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.planner.domain.catalog.CatalogTables;
import io.freshet.planner.domain.instance.Instance;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.table.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What there is in a {@link World}: rows, events, and what is published. */
public abstract class WorldState {
    /** Somebody who looks at every event the planner emits and at the state after every decision. */
    interface Observer {
        default void emitted(World world, Event event) {}

        default void decided(World world, List<Event> events) {}

        default void accepted(World world, AttemptFinished finished) {}
    }

    public final WorkflowRef workflow = new WorkflowRef("prod", "flow");
    final MemoryJournal journal = new MemoryJournal();
    public final Tables tables = MemoryTable.planner(journal);
    final CatalogTables catalogTables = MemoryTable.catalog();
    public final List<Event> emitted = new ArrayList<>();
    final Published published = new Published();
    public final List<Observer> observers = new ArrayList<>();
    /** The newest that was deployed. */
    WorkflowDefinition definition;

    public Map<String, Instance> instances() {
        return instances(workflow);
    }

    Map<String, Instance> instances(WorkflowRef of) {
        Map<String, Instance> instances = new TreeMap<>();
        String prefix = of + "|";
        tables.instances().scan(prefix, (key, instance) -> {
            instances.put(key.substring(prefix.length()), instance);
            return true;
        });
        return instances;
    }

    /** What is published of a dataset. */
    Map<PartitionKey, PartitionVersion> shown(String dataset) {
        Map<PartitionKey, PartitionVersion> files = new TreeMap<>();
        published
                .of(dataset)
                .forEach((row, shown) ->
                        files.put(PartitionKey.parse(Keys.last(row)), new PartitionVersion(shown.fingerprint(), 1, 1)));
        return files;
    }

    /** The version that the planner works with, which may not be the latest yet. */
    WorkflowDefinition deployed() {
        return deployed(workflow);
    }

    WorkflowDefinition deployed(WorkflowRef of) {
        return tables.definitions().get(of.toString());
    }

    public Instance instance(String task, PartitionKey partition) {
        return tables.instances().get(Keys.of(workflow, task, partition));
    }

    public <E extends Event> List<E> all(Class<E> type) {
        return emitted.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
