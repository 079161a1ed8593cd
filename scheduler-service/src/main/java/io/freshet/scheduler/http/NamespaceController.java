package io.freshet.scheduler.http;

import io.freshet.contracts.api.NamespaceInfo;
import io.freshet.contracts.api.Page;
import io.freshet.scheduler.deployment.DefinitionStore;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** The namespaces. */
@Controller("/api/v1/namespaces")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NamespaceController {
    private final DefinitionStore definitions;

    NamespaceController(DefinitionStore definitions) {
        this.definitions = definitions;
    }

    @Get
    Page<NamespaceInfo> list(@Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return definitions.namespaces(cursor, Parameters.limit(limit));
    }
}
