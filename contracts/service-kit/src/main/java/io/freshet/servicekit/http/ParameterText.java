package io.freshet.servicekit.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Texts as they come in paths and queries. */
final class ParameterText {
    /** More than the longest path of a file, percent-encoded. */
    static final int LONGEST = 16_384;

    /** What a wrong escape becomes: no text is sound that has one. */
    private static final String WRONG = "\0";

    private ParameterText() {}

    /** Whether a database, and everybody else, can keep it: no NUL, no unpaired surrogate, not too long. */
    static boolean isSound(String text) {
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** A path, decoded; not sound if it cannot be. */
    static String decoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return WRONG;
        }
    }
}
