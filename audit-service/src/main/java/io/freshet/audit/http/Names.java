package io.freshet.audit.http;

import io.freshet.audit.explain.KeyOrders;
import io.freshet.audit.jdbc.read.DatasetQueries;
import io.freshet.audit.jdbc.read.Identifiers;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.InstanceScope;
import io.freshet.audit.jdbc.read.PageRequest;
import io.freshet.audit.jdbc.read.WorkflowQueries;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.InstanceInfo;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.contracts.text.Suggestion;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people call things: finds what is meant, and where nothing is, says what there is instead. Thread-safe. */
@Singleton
final class Names {
    private static final int EXAMPLES = 3;
    /** How many names a suggestion is chosen from. */
    private static final int CANDIDATES = 1_000;

    private final Identifiers identifiers;
    private final InstanceQueries instances;
    private final WorkflowQueries workflows;
    private final DatasetQueries datasets;

    Names(Identifiers identifiers, InstanceQueries instances, WorkflowQueries workflows, DatasetQueries datasets) {
        this.identifiers = identifiers;
        this.instances = instances;
        this.workflows = workflows;
        this.datasets = datasets;
    }

    /** The workflow that a path names; what no workflow can be called is not found. */
    static WorkflowRef workflow(String namespace, String workflow) {
        try {
            return new WorkflowRef(namespace, workflow);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("workflow", namespace + "/" + workflow);
        }
    }

    /**
     * The dataset that a path names; what no dataset can be called is not found.
     *
     * @param what is looked for under its name
     */
    static DatasetRef dataset(String what, String namespace, String dataset) {
        try {
            return new DatasetRef(namespace, dataset);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound(what, namespace + "/" + dataset);
        }
    }

    /** The run whose id this is, or begins so. */
    String run(String text) {
        return one("run", text, identifiers.runs(text));
    }

    /** The attempt whose id this is, or begins so. */
    String attempt(String text) {
        return one("attempt", text, identifiers.attempts(text));
    }

    /** The instance that is meant, whatever the order of its dimensions. */
    InstanceRef instance(InstanceRef named) {
        return instances.find(KeyOrders.of(named)).stream()
                .findFirst()
                .map(InstanceInfo::instance)
                .orElseThrow(() -> Problems.unknown("there is no instance '%s': %s".formatted(named, instead(named))));
    }

    /** Refuses a dataset that no workflow declares and nothing was seen in. */
    void requireDataset(DatasetRef dataset) {
        List<DatasetRef> known = datasets.list(dataset.namespace(), PageRequest.first(CANDIDATES)).items().stream()
                .map(DatasetInfo::dataset)
                .toList();
        if (!known.contains(dataset)) {
            throw Problems.unknown("there is no dataset '%s': %s"
                    .formatted(
                            dataset,
                            known.isEmpty()
                                    ? "namespace '%s' has none".formatted(dataset.namespace())
                                    : hint(dataset.toString(), known)));
        }
    }

    /** Says that a partition is not there, and which ones are. */
    ProblemException noPartition(DatasetRef dataset, PartitionKey partition) {
        requireDataset(dataset);
        List<PartitionInfo> some =
                datasets.partitions(dataset, "", PageRequest.first(EXAMPLES)).items();
        String instead = some.isEmpty()
                ? "nothing is in it yet"
                : "name one that it has, such as %s"
                        .formatted(some.stream()
                                .map(PartitionInfo::partition)
                                .map(PartitionKey::toString)
                                .collect(Collectors.joining(", ")));
        return Problems.unknown(
                partition.isNone()
                        ? "dataset '%s' has partitions, and none was named: %s".formatted(dataset, instead)
                        : "dataset '%s' has no partition '%s': %s".formatted(dataset, partition, instead));
    }

    /**
     * The trace whose id this is, or begins so.
     *
     * @param found those that do
     */
    static String trace(String text, List<String> found) {
        return one("trace", text, "'freshet trace RUN' shows those of a run", found);
    }

    private static String one(String kind, String text, List<String> found) {
        return one(kind, text, "'freshet %ss' lists them".formatted(kind), found);
    }

    private static String one(String kind, String text, String instead, List<String> found) {
        return switch (found.size()) {
            case 0 -> throw Problems.unknown("there is no %s '%s': %s".formatted(kind, text, instead));
            case 1 -> found.getFirst();
            default ->
                throw Problems.ambiguous("several %ss begin with '%s', such as %s: write more of it"
                        .formatted(kind, text, String.join(", ", found)));
        };
    }

    private String instead(InstanceRef named) {
        Optional<WorkflowSpec> spec = workflows.deployed(named.workflowRef());
        if (spec.isEmpty()) {
            Collection<WorkflowRef> deployed =
                    workflows.deployed(named.namespace()).keySet();
            return deployed.isEmpty()
                    ? "no workflow is deployed in namespace '%s'".formatted(named.namespace())
                    : "workflow '%s' is not deployed, %s"
                            .formatted(
                                    named.workflowRef(),
                                    hint(named.workflowRef().toString(), deployed));
        }
        if (!spec.get().tasks().containsKey(named.task())) {
            return "the workflow has no task '%s', %s"
                    .formatted(
                            named.task(), hint(named.task(), spec.get().tasks().keySet()));
        }
        InstanceScope scope = new InstanceScope(named.namespace(), named.workflow(), named.task(), null);
        List<InstanceInfo> some =
                instances.list(scope, null, null, PageRequest.first(EXAMPLES)).items();
        return some.isEmpty()
                ? "its task has no instance yet"
                : "its task has, for example, %s"
                        .formatted(some.stream()
                                .map(InstanceInfo::instance)
                                .map(InstanceRef::toString)
                                .collect(Collectors.joining(", ")));
    }

    private static String hint(String word, Collection<?> candidates) {
        return Suggestion.hint(word, candidates.stream().map(Object::toString).toList());
    }
}
