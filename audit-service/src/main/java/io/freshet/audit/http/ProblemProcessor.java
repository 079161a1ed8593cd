package io.freshet.audit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** What the server itself refuses, such as a path that does not exist, as a problem too. */
@Singleton
final class ProblemProcessor implements ErrorResponseProcessor<Problem> {
    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = HttpStatus.valueOf(response.code());
        String detail = status.getCode() >= 500
                ? "an error of the audit service: look at its log"
                : context.getErrors().stream().map(Error::getMessage).collect(Collectors.joining("; "));
        return response.body(Problem.ofStatus(
                        status.getCode(),
                        ProblemCode.ofStatus(status.getCode()),
                        detail.isEmpty() ? context.getRequest().getPath() + ": " + status.getReason() : detail,
                        List.of()))
                .contentType(Problems.TYPE);
    }
}
