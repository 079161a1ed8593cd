package io.freshet.audit.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The sort keys behind which a page begins, as one opaque text. */
final class Cursor {
    /** Occurs in no sort key: they are names, ids, numbers, times and percent-encoded partition keys. */
    private static final String SEPARATOR = "\n";

    private static final String NO_CURSOR = "it is not the 'next' of a page of this list";

    private Cursor() {}

    static String encode(List<String> sortKeys) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, sortKeys).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param kinds what the sort keys of the list are
     * @throws IllegalArgumentException if it is no cursor of such a list
     */
    static List<String> decode(String cursor, List<SortKey> kinds) {
        try {
            List<String> keys = List.of(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1));
            if (keys.size() == kinds.size()) {
                for (int i = 0; i < kinds.size(); i++) {
                    kinds.get(i).check(keys.get(i));
                }
                return keys;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(NO_CURSOR, e);
        }
        throw new IllegalArgumentException(NO_CURSOR);
    }
}
