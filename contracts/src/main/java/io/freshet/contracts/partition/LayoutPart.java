package io.freshet.contracts.partition;

import org.jspecify.annotations.Nullable;

/** What a layout is made of, from left to right. */
sealed interface LayoutPart {
    /** Stands for itself. */
    record Literal(String text) implements LayoutPart {}

    /** {@code {name}} or {@code {name:pattern}}. */
    record Placeholder(Dimension dimension, @Nullable TimePattern time) implements LayoutPart {}

    /** What a partition's files differ in. */
    enum Glob implements LayoutPart {
        /** {@code ?}: one character within a segment. */
        ONE("?"),
        /** {@code *}: any number of characters within a segment. */
        ANY("*"),
        /** {@code **} and the slash that follows it: any number of whole segments, also none. */
        SEGMENTS("**/"),
        /** {@code **} at the end: the rest of the path, at least one character. */
        REST("**");

        private final String text;

        Glob(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
