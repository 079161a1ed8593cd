package io.freshet.contracts.text;

/** Texts that are shown, and so may not be longer than somebody reads or a record holds. */
public final class ShortText {
    private static final String ELLIPSIS = "…";

    private ShortText() {}

    /**
     * The text; of a longer one the beginning and an ellipsis, together at most {@code most} characters. No character is cut in two.
     *
     * @param most at least 1
     */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - ELLIPSIS.length();
        boolean cutsCharacter = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, cutsCharacter ? end - 1 : end) + ELLIPSIS;
    }
}
