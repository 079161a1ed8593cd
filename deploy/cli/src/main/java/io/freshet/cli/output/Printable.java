package io.freshet.cli.output;

import io.freshet.contracts.text.ShortText;

/**
 * Text that strangers wrote, for a terminal: what a terminal would obey (controls, and marks that turn the direction of what follows) is
 * shown as Java writes it.
 */
public final class Printable {
    private Printable() {}

    /** The beginning of a text, in one line. */
    public static String of(String text, int characters) {
        StringBuilder printable = new StringBuilder();
        ShortText.of(text, characters).codePoints().forEach(point -> {
            if (isObeyed(point)) {
                printable.append("\\u%04x".formatted(point));
            } else {
                printable.appendCodePoint(point);
            }
        });
        return printable.toString();
    }

    private static boolean isObeyed(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }
}
