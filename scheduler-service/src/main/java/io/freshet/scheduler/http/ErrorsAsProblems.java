package io.freshet.scheduler.http;

import io.freshet.contracts.api.Problem;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;

/** What the framework refuses (no such path, malformed JSON, too large a body), in the same form as what this service refuses. */
@Singleton
@Primary
final class ErrorsAsProblems implements ErrorResponseProcessor<Problem> {
    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        List<Problem.Detail> details = context.getErrors().stream()
                .map(error -> new Problem.Detail(message(error), null, null, null))
                .toList();
        HttpStatus status = HttpStatus.valueOf(response.code());
        String detail =
                details.isEmpty() ? status.getReason() : details.getFirst().message();
        Problem problem = Problem.of(
                status.getCode(), status.getReason(), status.name(), detail, details.size() > 1 ? details : List.of());
        return response.body(problem).contentType(ProblemHandler.PROBLEM_JSON);
    }

    private static String message(Error error) {
        return error.getPath().map(path -> path + ": ").orElse("") + error.getMessage();
    }

    static HttpResponse<Problem> internal() {
        return ProblemHandler.of(Problem.of(
                500,
                "Internal server error",
                "INTERNAL_ERROR",
                "This is a fault of the service: look for it in its log, and report it."));
    }
}
