package io.freshet.contracts.partition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps every file of a dataset to its partition: a path pattern relative to the dataset's directory.
 *
 * <ul>
 *   <li><code>{name}</code> matches one or more characters within a path segment (as few as possible) and is a string
 *       dimension;
 *   <li><code>{name:yyyy-MM-dd}</code> is a time dimension, written in that pattern;
 *   <li><code>*</code> matches within a segment, <code>**</code> as a whole segment matches any number of segments,
 *       <code>?</code> matches one character; anything else stands for itself.
 * </ul>
 *
 * Immutable and thread-safe. Paths use {@code /} and are relative.
 */
public final class Layout {
    /** The layout of a dataset that declares none: the whole directory is one partition. */
    public static final Layout WHOLE_DIRECTORY = parse("**");

    private static final Pattern DIMENSION_NAME = Pattern.compile("[a-z][a-zA-Z0-9_]{0,62}");

    private sealed interface Part {
        record Literal(String text) implements Part {}

        record Glob(String text) implements Part {}

        record Placeholder(Dimension dimension, @Nullable TimePattern time) implements Part {}
    }

    private final String text;
    private final List<Part> parts;
    private final List<Dimension> dimensions;
    private final Pattern regex;

    private Layout(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        this.dimensions = parts.stream()
                .filter(Part.Placeholder.class::isInstance)
                .map(part -> ((Part.Placeholder) part).dimension())
                .toList();
        this.regex = Pattern.compile(regexOf(parts), Pattern.DOTALL);
    }

    /**
     * Reads a layout.
     *
     * @throws IllegalArgumentException if it is malformed; the message says where and what would be right
     */
    @JsonCreator
    public static Layout parse(String text) {
        if (text.isEmpty() || text.startsWith("/") || text.endsWith("/")) {
            throw new IllegalArgumentException(
                    "layout '%s' must be a path relative to the dataset, such as {date:yyyy-MM-dd}/*.csv"
                            .formatted(text));
        }
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '{') {
                int end = text.indexOf('}', position);
                if (end < 0) {
                    throw new IllegalArgumentException(
                            "layout '%s': '{' at character %d has no '}'".formatted(text, position + 1));
                }
                Part.Placeholder placeholder = placeholder(text, text.substring(position + 1, end));
                if (!names.add(placeholder.dimension().name())) {
                    throw new IllegalArgumentException("layout '%s' names dimension '%s' twice"
                            .formatted(text, placeholder.dimension().name()));
                }
                parts.add(placeholder);
                position = end + 1;
            } else {
                int end = endOfRun(text, position);
                String run = text.substring(position, end);
                parts.add(isGlob(c) ? new Part.Glob(run) : new Part.Literal(run));
                position = end;
            }
        }
        requireSafeSegments(text);
        return new Layout(text, parts);
    }

    /** The dimensions, in the order of the text. */
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /** The partition of a file; empty if the path does not fit the layout. */
    public Optional<PartitionKey> match(String path) {
        Matcher matcher = regex.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<PartitionKey.Value> values = new ArrayList<>(dimensions.size());
        int group = 1;
        for (Part part : parts) {
            if (part instanceof Part.Placeholder(Dimension dimension, TimePattern time)) {
                String found = matcher.group(group++);
                Optional<String> value = time == null ? Optional.of(found) : time.parseValue(found);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                values.add(new PartitionKey.Value(dimension.name(), value.get()));
            }
        }
        return Optional.of(new PartitionKey(values));
    }

    /**
     * The layout's text for one partition: placeholders replaced by values, globs left as they are.
     *
     * @throws IllegalArgumentException if the key lacks a dimension or a value does not fit
     */
    public String format(PartitionKey partition) {
        StringBuilder path = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> path.append(literal);
                case Part.Glob(String glob) -> path.append(glob);
                case Part.Placeholder(Dimension dimension, TimePattern time) ->
                    path.append(formatValue(partition, dimension, time));
            }
        }
        return path.toString();
    }

    /**
     * The deepest directory that certainly holds all files of the partition, relative to the dataset: the leading segments
     * without globs, except the last segment. Empty if there is none.
     */
    public String directory(PartitionKey partition) {
        String[] segments = format(partition).split("/", -1);
        String[] templates = text.split("/", -1);
        StringBuilder directory = new StringBuilder();
        // Time patterns may span segments, so the template's globs are looked for in the formatted text: a value may
        // not
        // contain a glob character where it came from a match, and where it did the shorter directory is still right.
        boolean hasGlob = templates.length > 0 && text.chars().anyMatch(c -> isGlob((char) c));
        for (int i = 0; i < segments.length - 1; i++) {
            if (hasGlob && segments[i].chars().anyMatch(c -> isGlob((char) c))) {
                break;
            }
            directory.append(directory.isEmpty() ? "" : "/").append(segments[i]);
        }
        return directory.toString();
    }

    /**
     * Whether every partition has a directory to itself, so that a whole partition can be replaced by one switch of
     * directories: only the last segment or segments are globs, and no placeholder stands in or after them.
     */
    public boolean hasOwnDirectory() {
        if (dimensions.isEmpty()) {
            return true;
        }
        int lastPlaceholder = text.lastIndexOf('}');
        int nextSlash = text.indexOf('/', lastPlaceholder);
        return nextSlash > 0 && text.substring(0, nextSlash).chars().noneMatch(c -> isGlob((char) c));
    }

    @Override
    @JsonValue
    public String toString() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Layout layout && layout.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static Part.Placeholder placeholder(String layout, String content) {
        int colon = content.indexOf(':');
        String name = colon < 0 ? content : content.substring(0, colon);
        if (!DIMENSION_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "layout '%s': '%s' is not a dimension name: use a letter a-z, then letters, digits and '_'"
                            .formatted(layout, name));
        }
        if (colon < 0) {
            return new Part.Placeholder(Dimension.string(name), null);
        }
        TimePattern time = TimePattern.parse(content.substring(colon + 1));
        return new Part.Placeholder(Dimension.time(name, time.granularity()), time);
    }

    private static String formatValue(PartitionKey partition, Dimension dimension, @Nullable TimePattern time) {
        String value = partition
                .value(dimension.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "partition '%s' has no dimension '%s'".formatted(partition, dimension.name())));
        if (time != null) {
            return time.formatValue(value);
        }
        if (value.isEmpty() || value.contains("/") || value.equals(".") || value.equals("..")) {
            throw new IllegalArgumentException(
                    "value '%s' of dimension '%s' cannot be part of a path".formatted(value, dimension.name()));
        }
        return value;
    }

    private static void requireSafeSegments(String text) {
        for (String segment : text.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "layout '%s' has an empty, '.' or '..' segment; leave it out".formatted(text));
            }
            if (segment.contains("**") && !segment.equals("**")) {
                throw new IllegalArgumentException("layout '%s': '**' must be a whole segment".formatted(text));
            }
        }
    }

    private static boolean isGlob(char c) {
        return c == '*' || c == '?';
    }

    private static int endOfRun(String text, int start) {
        boolean glob = isGlob(text.charAt(start));
        int end = start;
        while (end < text.length() && text.charAt(end) != '{' && isGlob(text.charAt(end)) == glob) {
            if (text.charAt(end) == '}') {
                throw new IllegalArgumentException(
                        "layout '%s': '}' at character %d has no '{'".formatted(text, end + 1));
            }
            end++;
        }
        return end;
    }

    private static String regexOf(List<Part> parts) {
        StringBuilder regex = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> regex.append(Pattern.quote(literal));
                case Part.Glob(String glob) -> regex.append(globRegex(glob));
                case Part.Placeholder(Dimension dimension, TimePattern time) ->
                    regex.append('(')
                            .append(time == null ? "[^/]+?" : time.regex())
                            .append(')');
            }
        }
        return regex.toString();
    }

    /** A run of globs; a whole-segment double star is possessive over its characters, so nothing backtracks badly. */
    private static String globRegex(String glob) {
        if (glob.equals("**")) {
            return ".+";
        }
        StringBuilder regex = new StringBuilder();
        glob.chars().forEach(c -> regex.append(c == '?' ? "[^/]" : "[^/]*"));
        return regex.toString();
    }
}
