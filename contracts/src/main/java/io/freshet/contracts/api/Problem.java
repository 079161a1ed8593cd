package io.freshet.contracts.api;

import io.freshet.contracts.error.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error answer, RFC 9457 ({@code application/problem+json}).
 *
 * @param type a URI for the kind of problem; {@code about:blank} where the code says it all
 * @param title the status in words
 * @param status of HTTP
 * @param code stable, for programs: the text of a {@link ProblemCode}
 * @param detail what is wrong and what to do
 * @param errors each single error, where there may be several; else empty
 */
public record Problem(String type, String title, int status, String code, String detail, List<Detail> errors) {
    /**
     * One error of several, with its place in a file where there is one; lines and columns count from 1.
     *
     * @param code stable, for programs; null where the problem's own code says it all
     * @param hint what would be right; null if the message says it
     */
    public record Detail(
            String message,
            @Nullable String file,
            @Nullable Integer line,
            @Nullable Integer column,
            @Nullable String code,
            @Nullable String hint) {
        public Detail(String message, @Nullable String file, @Nullable Integer line, @Nullable Integer column) {
            this(message, file, line, column, null, null);
        }
    }

    public Problem {
        errors = errors == null ? List.of() : List.copyOf(errors);
    }

    public static Problem of(ProblemCode code, String detail) {
        return of(code, detail, List.of());
    }

    public static Problem of(ProblemCode code, String detail, List<Detail> errors) {
        return new Problem("about:blank", code.title(), code.status(), code.text(), detail, errors);
    }

    /** With the status that was sent, where it need not be the code's own. */
    public static Problem ofStatus(int status, ProblemCode code, String detail, List<Detail> errors) {
        return new Problem("about:blank", code.title(), status, code.text(), detail, errors);
    }

    /** The same with another text. */
    public Problem withDetail(String other) {
        return new Problem(type, title, status, code, other, errors);
    }
}
