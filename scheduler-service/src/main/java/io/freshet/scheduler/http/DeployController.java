package io.freshet.scheduler.http;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.bundle.Bundle;
import io.freshet.scheduler.deploy.Deployer;
import io.freshet.scheduler.deploy.Problems;
import io.freshet.scheduler.deploy.UnavailableException;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes bundles in: to a temporary file first, so that a slow upload costs no memory, and a few at a time after that. */
@Controller("/api/v1/namespaces/{namespace}/workflows")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeployController {
    /** A bundle is in memory while it is deployed. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_SECONDS = 60;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Deployer deployer;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    DeployController(Deployer deployer) {
        this.deployer = deployer;
    }

    /** 201 if a version was made, 200 if nothing was changed, 202 if the log could not be reached in time. */
    @Post
    @Consumes({"application/zip", "application/gzip", "application/octet-stream"})
    HttpResponse<DeployedWorkflow> deploy(
            String namespace,
            @Nullable @Header(User.HEADER) String user,
            @QueryValue(defaultValue = "false") boolean dryRun,
            @Body InputStream body) {
        String name = User.require(user);
        String target = Parameters.namespace(namespace);
        try {
            Path upload = Files.createTempFile("freshet-upload-", ".bundle");
            try {
                receive(body, upload);
                return answer(inTurn(target, upload, name, dryRun), dryRun);
            } finally {
                Files.deleteIfExists(upload);
            }
        } catch (IOException e) {
            throw new UnavailableException("the upload could not be received: " + e.getMessage(), e);
        }
    }

    private DeployedWorkflow inTurn(String namespace, Path upload, String user, boolean dryRun) {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw Problems.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problems.busy();
        }
        try {
            return deployer.deploy(namespace, upload, user, dryRun);
        } finally {
            places.release();
        }
    }

    private static void receive(InputStream body, Path file) throws IOException {
        long received = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (body;
                OutputStream output = Files.newOutputStream(file)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                received += n;
                if (received > Bundle.MAX_BYTES) {
                    throw Problems.invalidBundle(
                            "the archive has more than %d MiB: leave data out".formatted(Bundle.MAX_BYTES >> 20));
                }
                output.write(buffer, 0, n);
            }
        }
    }

    private static HttpResponse<DeployedWorkflow> answer(DeployedWorkflow deployed, boolean dryRun) {
        HttpStatus status = dryRun || deployed.unchanged() ? HttpStatus.OK : HttpStatus.CREATED;
        if (!dryRun && !deployed.published()) {
            status = HttpStatus.ACCEPTED;
        }
        return HttpResponse.<DeployedWorkflow>status(status).body(deployed);
    }
}
