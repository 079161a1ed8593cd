package io.freshet.contracts.id;

/**
 * The rule for every name that a person chooses (namespace, workflow, dataset, task, input, pool).
 *
 * <p>A name is 1 to 63 characters of {@code a-z}, {@code 0-9} and {@code -}, starts with a letter and does not end with a
 * hyphen: the form of a DNS label (RFC 1123), so that it fits unchanged into topic keys, directories and Kubernetes labels.
 */
public final class Names {
    /** What {@link #isValid} accepts, in words for error messages. */
    public static final String RULE =
            "1 to 63 characters of a-z, 0-9 and '-', starting with a letter and not ending with '-'";

    private static final int LONGEST = 63;

    private Names() {}

    /** By hand, for every event that is read says a few names. */
    public static boolean isValid(String name) {
        int length = name.length();
        if (length == 0 || length > LONGEST || !isLetter(name.charAt(0)) || name.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 1; i < length; i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /**
     * Returns the name unchanged.
     *
     * @throws IllegalArgumentException if it is not a valid name; the message says what kind of name and the rule
     */
    public static String require(String kind, String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("%s name '%s' is not valid: use %s".formatted(kind, name, RULE));
        }
        return name;
    }
}
