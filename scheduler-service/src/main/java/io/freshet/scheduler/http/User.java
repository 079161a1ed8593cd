package io.freshet.scheduler.http;

import io.freshet.contracts.error.ProblemCode;
import io.freshet.scheduler.deployment.Problems;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as the header {@value #HEADER} says; it is believed until there is authentication, which is why the service listens on
 * loopback unless configured otherwise. Requests that change something must have it: a page in a browser cannot send it to another origin
 * unasked.
 */
final class User {
    static final String HEADER = "X-Freshet-User";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+ -]{0,99}");

    private User() {}

    static String require(@Nullable String header) {
        if (header == null || !NAME.matcher(header).matches()) {
            throw Problems.badRequest(
                    ProblemCode.USER_MISSING,
                    "Say who you are in the header %s: 1 to 100 letters, digits and '._@+ -', starting with a letter or digit."
                            .formatted(HEADER));
        }
        return header;
    }
}
