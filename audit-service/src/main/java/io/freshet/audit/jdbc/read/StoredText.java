package io.freshet.audit.jdbc.read;

/** Text as it is stored: PostgreSQL knows no NUL, so each has become U+FFFD. */
public final class StoredText {
    private static final char NUL = '\0';
    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    public static String of(String text) {
        return text.replace(NUL, REPLACEMENT);
    }
}
