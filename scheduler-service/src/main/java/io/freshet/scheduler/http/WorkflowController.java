package io.freshet.scheduler.http;

import io.freshet.contracts.api.Page;
import io.freshet.contracts.api.WorkflowDetail;
import io.freshet.contracts.api.WorkflowInfo;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.DefinitionStore;
import io.freshet.scheduler.deployment.DeployedVersion;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.deployment.PublicationState;
import io.freshet.scheduler.deployment.PublishedAwaiter;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is deployed in a namespace. */
@Controller("/api/v1/namespaces/{namespace}/workflows")
@ExecuteOn(TaskExecutors.BLOCKING)
final class WorkflowController {
    private static final MediaType ZIP = MediaType.of("application/zip");

    private final DefinitionStore definitions;
    private final PublishedAwaiter publication;
    private final InstantSource clock;

    WorkflowController(DefinitionStore definitions, PublishedAwaiter publication, InstantSource clock) {
        this.definitions = definitions;
        this.publication = publication;
        this.clock = clock;
    }

    @Get
    Page<WorkflowInfo> list(
            String namespace, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        return infos(definitions.workflows(Parameters.namespace(namespace), cursor, Parameters.limit(limit)));
    }

    @Get("/{name}")
    WorkflowDetail get(String namespace, String name) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        DeployedVersion version =
                definitions.current(workflow).orElseThrow(() -> Problems.noWorkflow(workflow, definitions));
        WorkflowDefinition definition = version.definition();
        return new WorkflowDetail(
                info(definition),
                definition.spec(),
                definitions.publication(version.outboxId()) instanceof PublicationState.Published);
    }

    @Get("/{name}/versions")
    Page<WorkflowInfo> versions(
            String namespace, String name, @Nullable @QueryValue String cursor, @Nullable @QueryValue Integer limit) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        Page<WorkflowDefinition> page =
                definitions.versions(workflow, Parameters.versionCursor(cursor), Parameters.limit(limit));
        if (cursor == null && page.items().isEmpty()) {
            throw Problems.noWorkflow(workflow, definitions);
        }
        return infos(page);
    }

    /** From a temporary file, which is gone as soon as it is open: the answer then has a length, and no connection is held. */
    @Get(value = "/{name}/bundle", produces = "application/zip")
    StreamedFile bundle(String namespace, String name, @Nullable @QueryValue Integer version) {
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        try {
            Path zip = Files.createTempFile("freshet-bundle-", ".zip");
            try {
                try (var output = Files.newOutputStream(zip)) {
                    if (!definitions.writeBundle(workflow, version, output)) {
                        throw Problems.noVersion(workflow);
                    }
                }
                long bytes = Files.size(zip);
                var content = Files.newInputStream(zip, StandardOpenOption.READ);
                return new StreamedFile(content, ZIP, clock.millis(), bytes).attach(name + ".zip");
            } finally {
                Files.deleteIfExists(zip);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Delete("/{name}")
    HttpResponse<Map<String, Object>> remove(
            String namespace, String name, @Nullable @Header(User.HEADER) String user) {
        User.require(user);
        WorkflowRef workflow = Parameters.workflow(namespace, name);
        Optional<Long> tombstone = definitions.remove(workflow, clock.instant());
        boolean published = publication.await(tombstone.orElseThrow(() -> Problems.noWorkflow(workflow, definitions)));
        Map<String, Object> body = Map.of("workflow", workflow, "published", published);
        return HttpResponse.<Map<String, Object>>status(published ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(body);
    }

    private static Page<WorkflowInfo> infos(Page<WorkflowDefinition> page) {
        List<WorkflowInfo> infos =
                page.items().stream().map(WorkflowController::info).toList();
        return new Page<>(infos, page.next());
    }

    private static WorkflowInfo info(WorkflowDefinition definition) {
        return new WorkflowInfo(
                definition.workflow(),
                definition.version(),
                definition.bundle(),
                definition.spec().description(),
                List.copyOf(definition.spec().tasks().keySet()),
                definition.installedBy(),
                definition.at());
    }
}
