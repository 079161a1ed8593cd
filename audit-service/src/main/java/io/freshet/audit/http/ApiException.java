package io.freshet.audit.http;

import io.micronaut.http.HttpStatus;

/** A request that cannot be served, and why: becomes a problem in the answer. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;

    private ApiException(HttpStatus status, String code, String detail) {
        super(detail);
        this.status = status;
        this.code = code;
    }

    /** A parameter is wrong. */
    static ApiException badParameter(String name, String why) {
        return new ApiException(HttpStatus.BAD_REQUEST, "bad-parameter", "parameter '%s': %s".formatted(name, why));
    }

    /** There is no such thing, as far as the log was read. */
    static ApiException notFound(String what, String name) {
        return new ApiException(
                HttpStatus.NOT_FOUND,
                "not-found",
                "nothing is known of %s '%s': look at the spelling, or ask again once it has happened"
                        .formatted(what, name));
    }

    /** What was named does not exist; the text says so, and what does. */
    static ApiException unknown(String detail) {
        return new ApiException(HttpStatus.NOT_FOUND, "not-found", detail);
    }

    /** What was named could be several things. */
    static ApiException ambiguous(String detail) {
        return new ApiException(HttpStatus.CONFLICT, "ambiguous", detail);
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
