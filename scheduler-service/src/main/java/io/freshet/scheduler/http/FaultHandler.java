package io.freshet.scheduler.http;

import io.freshet.contracts.api.Problem;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our own fault: logged whole, told without what it may give away. */
@Singleton
final class FaultHandler implements ExceptionHandler<IllegalStateException, HttpResponse<Problem>> {
    private static final Logger LOG = LoggerFactory.getLogger(FaultHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<Problem> handle(HttpRequest request, IllegalStateException exception) {
        LOG.atError().addKeyValue("path", request.getPath()).setCause(exception).log("A request met a fault");
        return ProblemErrorProcessor.internal();
    }
}
