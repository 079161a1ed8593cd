package io.freshet.launcher.domain;

/** Cuts UTF-8 between characters. */
public final class WholeCharacters {
    private static final int LONGEST = 4;

    private WholeCharacters() {}

    /**
     * How many of the first {@code length} bytes can be read as text without the bytes that follow: all, except for a character at the
     * end that has begun and is not complete. Ill-formed bytes are nobody's beginning and stay.
     */
    public static int length(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(LONGEST - 1, length); back++) {
            int first = bytes[length - back] & 0xff;
            if (first < 0x80) {
                return length;
            }
            if (first >= 0xc0) {
                return needed(first) > back ? length - back : length;
            }
        }
        return length;
    }

    private static int needed(int first) {
        if (first >= 0xf8) {
            return 1;
        }
        if (first >= 0xf0) {
            return 4;
        }
        return first >= 0xe0 ? 3 : 2;
    }
}
