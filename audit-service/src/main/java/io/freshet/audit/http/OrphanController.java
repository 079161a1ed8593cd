package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.OrphanQueries;
import io.freshet.contracts.api.OrphanInfo;
import io.freshet.contracts.api.Page;
import io.freshet.contracts.id.DatasetRef;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What is left of datasets that no deployed workflow produces or reads any more. */
@Controller("/api/v1/orphans")
@ExecuteOn(TaskExecutors.BLOCKING)
final class OrphanController {
    private final OrphanQueries orphans;

    OrphanController(OrphanQueries orphans) {
        this.orphans = orphans;
    }

    @Get
    Page<OrphanInfo> list(HttpRequest<?> request) {
        Parameters parameters = new Parameters(request);
        return Parameters.page(orphans.list(parameters.name("namespace"), parameters.slice(SortKey.DATASET)));
    }

    @Get("/{namespace}/{dataset}")
    OrphanInfo get(String namespace, String dataset) {
        DatasetRef ref = Names.dataset("orphan", namespace, dataset);
        return orphans.of(ref).orElseThrow(() -> Problems.notFound("orphan", ref.toString()));
    }
}
