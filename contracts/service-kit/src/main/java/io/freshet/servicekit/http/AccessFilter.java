package io.freshet.servicekit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every path of every service: refuses who may not come in, and what no parameter can mean. Only health is answered to
 * anybody, since those who probe it have neither name nor token, and what a service itself asks for another proof, see {@link OpenRoute}.
 */
@ServerFilter("/**")
final class AccessFilter implements Ordered {
    private final AccessPolicy policy;
    private final List<OpenRoute> open;

    AccessFilter(HttpProperties properties, List<OpenRoute> open) {
        this.policy = properties.policy();
        this.open = List.copyOf(open);
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.order();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> check(HttpRequest<?> request) {
        String path = request.getPath();
        if (path.equals("/health/live") || path.equals("/health/ready")) {
            return null;
        }
        HttpHeaders headers = request.getHeaders();
        boolean isOpen = open.stream().anyMatch(route -> route.has(request.getMethodName(), path));
        Optional<Problem> refusal = isOpen
                ? Optional.empty()
                : policy.check(
                        request.getServerAddress().getAddress(),
                        headers.getAll(HttpHeaders.HOST),
                        headers.getAll(HttpHeaders.ORIGIN),
                        headers.getAll(HttpHeaders.AUTHORIZATION));
        return refusal.<HttpResponse<?>>map(AccessFilter::refused)
                .or(() -> malformed(request).map(ProblemHandler::of))
                .orElse(null);
    }

    private static HttpResponse<?> refused(Problem refusal) {
        MutableHttpResponse<Problem> response = ProblemHandler.of(refusal);
        return refusal.status() == 401
                ? response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"freshet\"")
                : response;
    }

    /** No name, key, cursor or time has a NUL or half a character, and no database takes them. */
    private static Optional<Problem> malformed(HttpRequest<?> request) {
        if (!ParameterText.isSound(ParameterText.decoded(request.getPath()))) {
            return Optional.of(badParameter("the path"));
        }
        for (Map.Entry<String, List<String>> parameter :
                request.getParameters().asMap().entrySet()) {
            if (!ParameterText.isSound(parameter.getKey())) {
                return Optional.of(badParameter("the name of a parameter"));
            }
            if (!parameter.getValue().stream().allMatch(ParameterText::isSound)) {
                return Optional.of(badParameter("parameter '%s'".formatted(parameter.getKey())));
            }
        }
        return Optional.empty();
    }

    private static Problem badParameter(String place) {
        return Problem.of(
                ProblemCode.MALFORMED_TEXT,
                "%s has a character U+0000, half a surrogate pair, a wrong escape, or more than %d characters: leave it out."
                        .formatted(place, ParameterText.LONGEST));
    }
}
