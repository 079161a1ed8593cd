package io.freshet.watcher.domain;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.DatasetSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which datasets are watched: those that a deployed workflow declares and that no task of a deployed workflow of the same
 * namespace writes. Immutable.
 *
 * @param datasets what to watch
 * @param conflicts where workflows declare one dataset differently
 */
public record WatchList(SortedMap<DatasetRef, WatchedDataset> datasets, List<Conflict> conflicts) {
    /** A declaration that does not count, because another one came first. */
    public record Conflict(DatasetRef dataset, WorkflowRef ignored, WatchedDataset kept) {}

    public WatchList {
        datasets = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(datasets));
        conflicts = List.copyOf(conflicts);
    }

    /**
     * @param definitions of all deployed workflows, one each
     * @param current what has been watched so far: a declaration that equals it counts as the first, so that deploying a
     *     workflow again does not move its datasets
     */
    public static WatchList of(Collection<WorkflowDefinition> definitions, Map<DatasetRef, WatchedDataset> current) {
        List<WorkflowDefinition> ordered = definitions.stream()
                .sorted(Comparator.comparing(WorkflowDefinition::at).thenComparing(WorkflowDefinition::workflow))
                .toList();
        Set<DatasetRef> produced = produced(ordered);
        SortedMap<DatasetRef, WatchedDataset> datasets = new TreeMap<>();
        List<Conflict> conflicts = new ArrayList<>();
        for (Declared declared : declared(ordered, current)) {
            DatasetRef ref = declared.dataset().ref();
            if (produced.contains(ref)) {
                continue;
            }
            WatchedDataset kept = datasets.putIfAbsent(ref, declared.dataset());
            if (kept != null && !kept.isLaidOutLike(declared.dataset())) {
                conflicts.add(new Conflict(ref, declared.by(), kept));
            }
        }
        return new WatchList(datasets, conflicts);
    }

    private record Declared(WatchedDataset dataset, WorkflowRef by) {
        boolean isAsWatched(Map<DatasetRef, WatchedDataset> current) {
            @Nullable WatchedDataset watched = current.get(dataset.ref());
            return watched != null && watched.isLaidOutLike(dataset);
        }
    }

    /** In order of deployment, those first that are laid out as what is watched now. */
    private static List<Declared> declared(
            List<WorkflowDefinition> definitions, Map<DatasetRef, WatchedDataset> current) {
        List<Declared> declared = new ArrayList<>();
        for (WorkflowDefinition definition : definitions) {
            for (DatasetSpec spec : definition.spec().datasets().values()) {
                DatasetRef ref = definition.dataset(spec.name());
                if (!ref.namespace().equals(definition.workflow().namespace())) {
                    // It is read from the parent, whose own workflows say how it is watched.
                    continue;
                }
                declared.add(new Declared(
                        new WatchedDataset(ref, spec.path(), spec.layout(), spec.watch()), definition.workflow()));
            }
        }
        declared.sort(Comparator.comparing(each -> !each.isAsWatched(current)));
        return declared;
    }

    private static Set<DatasetRef> produced(List<WorkflowDefinition> definitions) {
        Set<DatasetRef> produced = new HashSet<>();
        for (WorkflowDefinition definition : definitions) {
            definition.spec().tasks().values().stream()
                    .flatMap(task -> task.outputs().keySet().stream())
                    .forEach(name ->
                            produced.add(new DatasetRef(definition.workflow().namespace(), name)));
        }
        return produced;
    }
}
