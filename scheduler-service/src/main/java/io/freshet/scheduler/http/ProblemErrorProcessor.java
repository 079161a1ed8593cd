package io.freshet.scheduler.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/** What the framework refuses (no such path, malformed JSON, too large a body), in the same form as what this service refuses. */
@Singleton
@Primary
final class ProblemErrorProcessor implements ErrorResponseProcessor<Problem> {
    /** What the parser of JSON says of a place, of which only line and column mean something to a caller. */
    private static final Pattern SOURCE =
            Pattern.compile("\\s*at \\[Source: [^\\]]*?line: (\\d+), column: (\\d+)\\]", Pattern.DOTALL);

    private static final Pattern CONVERSION =
            Pattern.compile("Failed to convert argument \\[\\w+\\] for value \\[null\\] due to: ");

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        List<Problem.Detail> details = context.getErrors().stream()
                .map(error -> new Problem.Detail(message(error), null, null, null))
                .toList();
        HttpStatus status = HttpStatus.valueOf(response.code());
        String detail =
                details.isEmpty() ? status.getReason() : details.getFirst().message();
        Problem problem = Problem.ofStatus(
                status.getCode(),
                ProblemCode.ofStatus(status.getCode()),
                detail,
                details.size() > 1 ? details : List.of());
        return response.body(problem).contentType(ProblemHandler.PROBLEM_JSON);
    }

    private static String message(Error error) {
        String place = error.getPath().map(path -> path + ": ").orElse("");
        String message = CONVERSION.matcher(error.getMessage()).replaceFirst("");
        return place + SOURCE.matcher(message).replaceAll(" (line $1, column $2)");
    }

    static HttpResponse<Problem> internal() {
        return ProblemHandler.of(Problem.of(
                ProblemCode.INTERNAL_ERROR, "This is a fault of the service: look for it in its log, and report it."));
    }
}
