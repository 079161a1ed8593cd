package io.freshet.audit.http;

import io.freshet.audit.jdbc.read.QueryFailedException;
import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.micronaut.context.annotation.Factory;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as {@code application/problem+json}. */
@Factory
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** The media type of RFC 9457. */
    static final MediaType TYPE = new MediaType("application/problem+json");

    @Singleton
    ExceptionHandler<ApiException, HttpResponse<?>> refusals() {
        return (request, refusal) -> of(refusal.problem());
    }

    @Singleton
    ExceptionHandler<QueryFailedException, HttpResponse<?>> databaseFailures() {
        return (request, failure) -> {
            LOG.atError()
                    .addKeyValue("path", request.getPath())
                    .setCause(failure)
                    .log("A query failed");
            return failure.isTransient()
                    ? of(Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "the audit database does not answer: try again, and look at the log of the audit service"))
                    : of(Problem.of(ProblemCode.INTERNAL_ERROR, "an error of the audit service: look at its log"));
        };
    }

    private static HttpResponse<Problem> of(Problem problem) {
        return HttpResponse.<Problem>status(problem.status(), problem.title())
                .body(problem)
                .contentType(TYPE);
    }
}
