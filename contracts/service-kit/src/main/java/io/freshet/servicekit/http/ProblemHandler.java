package io.freshet.servicekit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.api.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** A refusal as RFC 9457 has it. */
@Singleton
final class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<Problem>> {
    static final String PROBLEM_JSON = "application/problem+json";
    private static final String RETRY_AFTER_SECONDS = "5";

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<Problem> handle(HttpRequest request, ProblemException exception) {
        return of(exception.problem());
    }

    static MutableHttpResponse<Problem> of(Problem problem) {
        MutableHttpResponse<Problem> response =
                HttpResponse.<Problem>status(problem.status(), problem.title()).contentType(PROBLEM_JSON);
        if (problem.status() == HttpStatus.TOO_MANY_REQUESTS.getCode()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(problem);
    }
}
