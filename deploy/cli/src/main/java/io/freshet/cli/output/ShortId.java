package io.freshet.cli.output;

import org.jspecify.annotations.Nullable;

/** Identifiers of runs and attempts as tables show them: a beginning that every command takes for the whole. */
public final class ShortId {
    private static final int HEX_DIGITS = 24;
    private static final int SHOWN = 12;

    private ShortId() {}

    /** The first 12 of the 24 hexadecimal digits at the end; a text of another form as it is; of null nothing. */
    public static String of(@Nullable String id) {
        if (id == null) {
            return "";
        }
        return id.matches("(.*-)?[0-9a-f]{%d}".formatted(HEX_DIGITS))
                ? id.substring(0, id.length() - HEX_DIGITS + SHOWN)
                : id;
    }
}
