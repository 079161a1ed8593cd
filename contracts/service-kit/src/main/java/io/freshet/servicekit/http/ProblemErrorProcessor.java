package io.freshet.servicekit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the framework refuses (no such path, malformed JSON, too large a body), and what it meets as a fault, in the same form as what a
 * service refuses.
 */
@Singleton
@Primary
final class ProblemErrorProcessor implements ErrorResponseProcessor<Problem> {
    /** What a fault of ours may give away stands in the log only. */
    private static final String FAULT = "This is a fault of the service: look for it in its log, and report it.";

    /** What the parser of JSON says of a place, of which only line and column mean something to a caller. */
    private static final Pattern SOURCE =
            Pattern.compile("\\s*at \\[Source: [^\\]]*?line: (\\d+), column: (\\d+)\\]", Pattern.DOTALL);

    private static final Pattern CONVERSION =
            Pattern.compile("Failed to convert argument \\[\\w+\\] for value \\[null\\] due to: ");

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = HttpStatus.valueOf(response.code());
        Problem problem = status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()
                ? problem(status, FAULT, List.of())
                : refusal(status, context);
        return response.body(problem).contentType(ProblemHandler.PROBLEM_JSON);
    }

    private static Problem refusal(HttpStatus status, ErrorContext context) {
        List<Problem.Detail> details = context.getErrors().stream()
                .map(error -> new Problem.Detail(message(error), null, null, null))
                .toList();
        String detail = details.isEmpty()
                ? context.getRequest().getPath() + ": " + status.getReason()
                : details.getFirst().message();
        return problem(status, detail, details.size() > 1 ? details : List.of());
    }

    private static Problem problem(HttpStatus status, String detail, List<Problem.Detail> errors) {
        return Problem.ofStatus(status.getCode(), ProblemCode.ofStatus(status.getCode()), detail, errors);
    }

    private static String message(Error error) {
        String place = error.getPath().map(path -> path + ": ").orElse("");
        String message = CONVERSION.matcher(error.getMessage()).replaceFirst("");
        return place + SOURCE.matcher(message).replaceAll(" (line $1, column $2)");
    }
}
