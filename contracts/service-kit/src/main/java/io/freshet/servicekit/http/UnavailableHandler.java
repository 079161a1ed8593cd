package io.freshet.servicekit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.freshet.servicekit.failure.UnavailableException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service that this one needs is down: logged with its cause, answered without it. */
@Singleton
final class UnavailableHandler implements ExceptionHandler<UnavailableException, HttpResponse<Problem>> {
    private static final Logger LOG = LoggerFactory.getLogger(UnavailableHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<Problem> handle(HttpRequest request, UnavailableException exception) {
        LOG.atWarn().addKeyValue("path", request.getPath()).setCause(exception).log("Could not answer a request");
        return ProblemHandler.of(Problem.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "Something this service needs does not answer: try again. %s.".formatted(exception.getMessage())));
    }
}
