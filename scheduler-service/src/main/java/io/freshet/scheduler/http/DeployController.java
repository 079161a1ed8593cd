package io.freshet.scheduler.http;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.DeployedWorkflows;
import io.freshet.language.bundle.Bundle;
import io.freshet.scheduler.deployment.Deployer;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.deployment.Upload;
import io.freshet.scheduler.deployment.UploadSpace;
import io.freshet.servicekit.failure.UnavailableException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes bundles in: onto the disk first, so that an upload costs no memory, and a few at a time after that. */
@Controller("/api/v1/namespaces/{namespace}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeployController {
    /** A bundle is on disk three times while it is deployed: as it came, unpacked, and packed anew. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_SECONDS = 60;

    private final Deployer deployer;
    private final UploadSpace uploads;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    DeployController(Deployer deployer, UploadSpace uploads) {
        this.deployer = deployer;
        this.uploads = uploads;
    }

    /** 201 if a version was made, 200 if nothing was changed, 202 if the log could not be reached in time. */
    @Post("/workflows")
    @Consumes({"application/zip", "application/gzip", "application/octet-stream"})
    HttpResponse<DeployedWorkflow> deploy(
            String namespace,
            @Nullable @Header(User.HEADER) String user,
            @Nullable @Header("Content-Length") Long length,
            @QueryValue(defaultValue = "false") boolean dryRun,
            @Body InputStream body) {
        String name = User.require(user);
        String target = Parameters.namespace(namespace);
        DeployedWorkflow deployed = received(length, body, upload -> deployer.deploy(target, upload, name, dryRun));
        return HttpResponse.<DeployedWorkflow>status(status(List.of(deployed), dryRun))
                .body(deployed);
    }

    /** As for one: 201 if any version was made, 202 if any is not on the log yet. */
    @Post("/deployments")
    @Consumes({"application/zip", "application/gzip", "application/octet-stream"})
    HttpResponse<DeployedWorkflows> deployTogether(
            String namespace,
            @Nullable @Header(User.HEADER) String user,
            @Nullable @Header("Content-Length") Long length,
            @QueryValue(defaultValue = "false") boolean dryRun,
            @Body InputStream body) {
        String name = User.require(user);
        String target = Parameters.namespace(namespace);
        List<DeployedWorkflow> deployed =
                received(length, body, upload -> deployer.deployTogether(target, upload, name, dryRun));
        return HttpResponse.<DeployedWorkflows>status(status(deployed, dryRun)).body(new DeployedWorkflows(deployed));
    }

    private <T> T received(@Nullable Long length, InputStream body, Function<Upload, T> deployment) {
        if (length != null && length > Bundle.MAX_BYTES) {
            throw Problems.archiveTooLarge();
        }
        try (Upload upload = uploads.open()) {
            upload.receive(body);
            return inTurn(() -> deployment.apply(upload));
        } catch (IOException e) {
            throw new UnavailableException("the upload could not be received: " + e.getMessage(), e);
        }
    }

    private <T> T inTurn(Supplier<T> deployment) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Problems.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.busy();
        }
        try {
            return deployment.get();
        } finally {
            places.release();
        }
    }

    private static HttpStatus status(List<DeployedWorkflow> deployed, boolean dryRun) {
        if (dryRun) {
            return HttpStatus.OK;
        }
        if (!deployed.stream().allMatch(DeployedWorkflow::published)) {
            return HttpStatus.ACCEPTED;
        }
        return deployed.stream().allMatch(DeployedWorkflow::unchanged) ? HttpStatus.OK : HttpStatus.CREATED;
    }
}
