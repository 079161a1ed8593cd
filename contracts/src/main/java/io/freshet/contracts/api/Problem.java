package io.freshet.contracts.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error answer, RFC 9457 ({@code application/problem+json}).
 *
 * @param type a URI for the kind of problem; {@code about:blank} where the code says it all
 * @param title the status in words
 * @param status of HTTP
 * @param code stable, for programs
 * @param detail what is wrong and what to do
 * @param errors each single error, where there may be several; else empty
 */
public record Problem(String type, String title, int status, String code, String detail, List<Detail> errors) {
    /** One error of several, with its place in a file where there is one; lines and columns count from 1. */
    public record Detail(
            String message,
            @Nullable String file,
            @Nullable Integer line,
            @Nullable Integer column) {}

    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public static Problem of(int status, String title, String code, String detail) {
        return new Problem("about:blank", title, status, code, detail, List.of());
    }
}
