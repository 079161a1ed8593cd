package io.freshet.audit.http;

import io.freshet.audit.explain.LineageEdges;
import io.freshet.audit.jdbc.alert.DeadlineQueries;
import io.freshet.audit.jdbc.read.DatasetQueries;
import io.freshet.audit.jdbc.read.DatasetReportQueries;
import io.freshet.audit.jdbc.read.ResultPage;
import io.freshet.contracts.api.DatasetInfo;
import io.freshet.contracts.api.DeadlineInfo;
import io.freshet.contracts.api.LineageGraph;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.PartitionInfo;
import io.freshet.contracts.api.VersionInfo;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Datasets, their partitions and versions, and what was made of what. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DatasetController {
    private static final int DEFAULT_DEPTH = 10;
    private static final int LARGEST_DEPTH = 50;
    private static final int DEFAULT_NODES = 500;
    private static final int MOST_NODES = 5_000;

    private final DatasetQueries datasets;
    private final DeadlineQueries deadlines;
    private final DatasetReportQueries reports;
    private final LineageEdges edges;
    private final Names names;

    DatasetController(
            DatasetQueries datasets,
            DeadlineQueries deadlines,
            DatasetReportQueries reports,
            LineageEdges edges,
            Names names) {
        this.datasets = datasets;
        this.deadlines = deadlines;
        this.reports = reports;
        this.names = names;
        this.edges = edges;
    }

    @Get("/datasets")
    Page<DatasetInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        String namespace = parameters.name("namespace");
        ResultPage<DatasetInfo> page = datasets.list(namespace, parameters.slice(SortKey.DATASET));
        Map<DatasetRef, DeadlineInfo> due = deadlines.mostPressing(namespace);
        List<DatasetInfo> items = page.items().stream()
                .map(info -> {
                    DeadlineInfo about = due.get(info.dataset());
                    return about == null ? info : info.with(about);
                })
                .toList();
        return Parameters.page(new ResultPage<>(items, page.next()));
    }

    @Get("/datasets/{namespace}/{dataset}/partitions")
    Page<PartitionInfo> partitions(String namespace, String dataset, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        String prefix = parameters.text("prefix");
        DatasetRef ref = known(namespace, dataset);
        ResultPage<PartitionInfo> page =
                datasets.partitions(ref, prefix == null ? "" : prefix, parameters.slice(SortKey.TEXT));
        return Parameters.page(new ResultPage<>(deadlines.with(ref, page.items()), page.next()));
    }

    @Get("/datasets/{namespace}/{dataset}/deadlines")
    Page<DeadlineInfo> deadlines(String namespace, String dataset, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        DatasetRef ref = known(namespace, dataset);
        return Parameters.page(deadlines.list(
                ref,
                parameters.oneOf("state", DeadlineInfo.State.class),
                parameters.slice(SortKey.TIME, SortKey.TEXT, SortKey.TEXT, SortKey.TEXT)));
    }

    @Get("/datasets/{namespace}/{dataset}/versions")
    Page<VersionInfo> versions(String namespace, String dataset, HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        DatasetRef ref = known(namespace, dataset);
        return Parameters.page(datasets.versions(
                ref,
                parameters.parsed("partition", PartitionKey::parse),
                parameters.slice(SortKey.NUMBER, SortKey.INDEX)));
    }

    @Get("/datasets/{namespace}/{dataset}/problems")
    DatasetProblems problems(String namespace, String dataset) {
        DatasetRef ref = known(namespace, dataset);
        return reports.of(ref)
                .orElseThrow(() -> Problems.unknown(
                        "there is no report of dataset '%s': a task makes it, or no watcher has looked at it yet"
                                .formatted(ref)));
    }

    @Get("/problems")
    Page<DatasetProblems> allProblems(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        return Parameters.page(reports.list(parameters.name("namespace"), parameters.slice(SortKey.DATASET)));
    }

    @Get("/lineage")
    LineageGraph lineage(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        DatasetRef dataset = parameters.required("dataset", DatasetRef::parse);
        PartitionKey partition = parameters.parsed("partition", PartitionKey::parse);
        LineageGraph.Direction direction = parameters.oneOf("direction", LineageGraph.Direction.class);
        return edges.around(
                version(
                        dataset,
                        partition == null ? PartitionKey.NONE : partition,
                        parameters.parsed("fingerprint", Fingerprint::parse)),
                direction == null ? LineageGraph.Direction.UP : direction,
                (int) parameters.number("depth", DEFAULT_DEPTH, 1, LARGEST_DEPTH),
                (int) parameters.number("limit", DEFAULT_NODES, 1, MOST_NODES));
    }

    private LineageEdges.Version version(
            DatasetRef dataset, PartitionKey partition, @Nullable Fingerprint fingerprint) {
        String name = partition.isNone() ? dataset.toString() : dataset + "/" + partition;
        if (fingerprint == null) {
            return datasets.current(dataset, partition)
                    .map(current -> new LineageEdges.Version(dataset, partition, current))
                    .orElseThrow(() -> names.noPartition(dataset, partition));
        }
        return datasets.version(dataset, partition, fingerprint)
                .map(known -> new LineageEdges.Version(dataset, partition, fingerprint))
                .orElseThrow(() -> Problems.notFound("version", name + "@" + fingerprint));
    }

    private DatasetRef known(String namespace, String dataset) {
        DatasetRef ref = Names.dataset("dataset", namespace, dataset);
        names.requireDataset(ref);
        return ref;
    }
}
