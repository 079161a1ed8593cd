package io.freshet.contracts.partition;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes a layout's text apart. */
final class LayoutParser {
    private static final Pattern DIMENSION_NAME = Pattern.compile("[a-z][a-zA-Z0-9_]{0,62}");

    private final String text;
    private final List<LayoutPart> parts = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private int position;

    private LayoutParser(String text) {
        this.text = text;
    }

    static List<LayoutPart> parse(String text) {
        return new LayoutParser(text).parts();
    }

    private List<LayoutPart> parts() {
        if (text.isEmpty() || text.startsWith("/") || text.endsWith("/")) {
            throw wrong("must be a path relative to the dataset, such as {date:yyyy-MM-dd}/*.csv");
        }
        while (position < text.length()) {
            char c = text.charAt(position);
            switch (c) {
                case '{' -> addPlaceholder();
                case '*' -> addStars();
                case '?' -> addGlob(LayoutPart.Glob.ONE);
                default -> addLiteral();
            }
        }
        return parts;
    }

    private void addGlob(LayoutPart.Glob glob) {
        parts.add(glob);
        position += glob.text().length();
    }

    private void addStars() {
        if (!text.startsWith("**", position)) {
            addGlob(LayoutPart.Glob.ANY);
            return;
        }
        boolean begins = position == 0 || text.charAt(position - 1) == '/';
        if (begins && text.length() == position + 2) {
            addGlob(LayoutPart.Glob.REST);
        } else if (begins && text.charAt(position + 2) == '/') {
            addGlob(LayoutPart.Glob.SEGMENTS);
        } else {
            throw wrong("'**' must be a whole segment");
        }
    }

    private void addPlaceholder() {
        int end = text.indexOf('}', position);
        if (end < 0) {
            throw wrong("'{' at character %d has no '}'".formatted(position + 1));
        }
        LayoutPart.Placeholder placeholder = placeholder(text.substring(position + 1, end));
        if (!names.add(placeholder.dimension().name())) {
            throw wrong("dimension '%s' is named twice"
                    .formatted(placeholder.dimension().name()));
        }
        parts.add(placeholder);
        position = end + 1;
    }

    private void addLiteral() {
        int end = position;
        while (end < text.length() && "{*?".indexOf(text.charAt(end)) < 0) {
            char c = text.charAt(end);
            if (c == '}') {
                throw wrong("'}' at character %d has no '{'".formatted(end + 1));
            }
            if (c == '%' || Character.isISOControl(c)) {
                throw wrong(
                        "character %d is '%%' or a control character, which a layout cannot have".formatted(end + 1));
            }
            end++;
        }
        parts.add(new LayoutPart.Literal(text.substring(position, end)));
        position = end;
    }

    private LayoutPart.Placeholder placeholder(String content) {
        int colon = content.indexOf(':');
        String name = colon < 0 ? content : content.substring(0, colon);
        if (!DIMENSION_NAME.matcher(name).matches()) {
            throw wrong("'%s' is not a dimension name: use a letter a-z, then letters, digits and '_'".formatted(name));
        }
        if (colon < 0) {
            return new LayoutPart.Placeholder(Dimension.string(name), null);
        }
        TimePattern time = TimePattern.parse(content.substring(colon + 1));
        return new LayoutPart.Placeholder(Dimension.time(name, time.granularity()), time);
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("layout '%s': %s".formatted(text, why));
    }
}
