package io.freshet.scheduler.http;

import io.freshet.contracts.error.ProblemCode;
import io.freshet.contracts.event.DeletionsConfirmed;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.scheduler.deployment.ConfirmationStore;
import io.freshet.scheduler.deployment.DatasetStore;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.deployment.PublishedAwaiter;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people say about datasets. */
@Controller("/api/v1/datasets/{namespace}/{dataset}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DatasetController {
    private static final Pattern CONFIRMATION = Pattern.compile("[0-9a-f]{24}");

    /** Which deletions are confirmed, see {@link DeletionsConfirmed}. */
    record Confirmation(@Nullable String confirmation) {}

    private final ConfirmationStore confirmations;
    private final DatasetStore datasets;
    private final PublishedAwaiter publication;
    private final InstantSource clock;

    DatasetController(
            ConfirmationStore confirmations, DatasetStore datasets, PublishedAwaiter publication, InstantSource clock) {
        this.confirmations = confirmations;
        this.datasets = datasets;
        this.publication = publication;
        this.clock = clock;
    }

    /** What is left of an orphaned dataset goes. 202 if the log could not be reached in time; asking again changes nothing. */
    @Delete
    HttpResponse<Map<String, Object>> remove(
            String namespace,
            String dataset,
            @QueryValue(defaultValue = "false") boolean dryRun,
            @Nullable @Header(User.HEADER) String user) {
        String name = User.require(user);
        DatasetRef ref = new DatasetRef(Parameters.namespace(namespace), Parameters.dataset(dataset));
        return switch (datasets.remove(ref, name, clock.instant(), dryRun)) {
            case DatasetStore.Removal.Accepted(Optional<Long> request) -> {
                boolean published = request.map(publication::await).orElse(false);
                HttpStatus status = published || dryRun ? HttpStatus.OK : HttpStatus.ACCEPTED;
                yield HttpResponse.<Map<String, Object>>status(status)
                        .body(Map.of("dataset", ref, "published", published));
            }
            case DatasetStore.Removal.Used(WorkflowRef workflow) -> throw Problems.datasetInUse(ref, workflow);
            case DatasetStore.Removal.NeverProduced() -> throw Problems.neverProduced(ref);
        };
    }

    /** What has vanished was deleted. Answers before the watcher has heard of it; saying it again changes nothing. */
    @Post("/confirm-deletions")
    HttpResponse<DeletionsConfirmed> confirm(
            String namespace, String dataset, @Body Confirmation body, @Nullable @Header(User.HEADER) String user) {
        String name = User.require(user);
        String confirmation = body.confirmation();
        if (confirmation == null || !CONFIRMATION.matcher(confirmation).matches()) {
            throw Problems.badRequest(
                    ProblemCode.INVALID_CONFIRMATION,
                    "confirmation must be what GET /api/v1/datasets/%s/%s/problems of the audit service gives: 24 digits"
                                    .formatted(namespace, dataset)
                            + " 0-9a-f.");
        }
        DatasetRef ref = new DatasetRef(Parameters.namespace(namespace), Parameters.dataset(dataset));
        DeletionsConfirmed event = new DeletionsConfirmed(ref, confirmation, name, clock.instant());
        confirmations.confirm(event);
        return HttpResponse.accepted().body(event);
    }
}
