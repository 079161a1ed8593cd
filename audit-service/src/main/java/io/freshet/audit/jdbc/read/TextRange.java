package io.freshet.audit.jdbc.read;

/** The texts that begin with a prefix, as the range by code points that an index serves. */
final class TextRange {
    private TextRange() {}

    /** The first text behind all that begin so; empty if there is none: of the empty prefix and of U+10FFFF only. */
    static String end(String prefix) {
        String rest = prefix;
        while (!rest.isEmpty()) {
            int last = rest.codePointBefore(rest.length());
            rest = rest.substring(0, rest.length() - Character.charCount(last));
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1;
                boolean half = next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE;
                return rest + Character.toString(half ? Character.MAX_SURROGATE + 1 : next);
            }
        }
        return "";
    }
}
