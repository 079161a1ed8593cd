package io.freshet.planner.domain.table;

/** How rows are named: parts with a separator between that occurs in none of them. */
public final class Keys {
    /** No name and no written partition key contains it. */
    public static final char SEPARATOR = '|';

    private Keys() {}

    public static String of(Object... parts) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) {
            if (!key.isEmpty()) {
                key.append(SEPARATOR);
            }
            key.append(part);
        }
        return key.toString();
    }

    /** The prefix of all keys that start with these parts and go on. */
    public static String prefix(Object... parts) {
        return of(parts) + SEPARATOR;
    }

    /** What follows the last separator. */
    public static String last(String key) {
        return key.substring(key.lastIndexOf(SEPARATOR) + 1);
    }

    /** A number whose text sorts as the number does. */
    public static String number(long number) {
        String hex = Long.toHexString(number);
        return "0".repeat(16 - hex.length()) + hex;
    }
}
