package io.freshet.contracts.event;

/** Text for people that is cut where it would make an event too large. */
final class BoundedText {
    private BoundedText() {}

    /** The text, or its beginning and an ellipsis, which are {@code most} characters together. */
    static String of(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
