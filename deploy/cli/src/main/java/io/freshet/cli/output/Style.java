package io.freshet.cli.output;

import java.util.Locale;

/** Colours, where the output is a terminal; plain text elsewhere. */
public enum Style {
    PLAIN,
    COLOURED;

    private static final String RESET = "\u001b[0m";

    public String heading(String text) {
        return with("1", text);
    }

    public String good(String text) {
        return with("32", text);
    }

    public String bad(String text) {
        return with("31", text);
    }

    public String faint(String text) {
        return with("2", text);
    }

    /** Colours a text that is the name of a state, and leaves any other as it is. */
    public String state(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "SUCCEEDED" -> good(text);
            case "FAILED", "BLOCKED" -> bad(text);
            case "RUNNING", "ADMITTED", "RETRYING" -> with("36", text);
            case "WAITING", "CANCELLED" -> with("33", text);
            case "SKIPPED" -> faint(text);
            default -> text;
        };
    }

    private String with(String code, String text) {
        return this == COLOURED ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
