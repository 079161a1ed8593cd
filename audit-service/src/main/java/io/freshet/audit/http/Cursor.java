package io.freshet.audit.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The sort keys behind which a page begins, as one opaque text. */
final class Cursor {
    /** Occurs in no sort key: they are names, ids, numbers, times and percent-encoded partition keys. */
    private static final String SEPARATOR = "\n";

    private Cursor() {}

    static String encode(List<String> sortKeys) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, sortKeys).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws IllegalArgumentException if it is no cursor
     */
    static List<String> decode(String cursor) {
        try {
            return List.of(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not the 'next' of a page before", e);
        }
    }
}
