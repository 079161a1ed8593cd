package io.freshet.contracts.partition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps every file of a dataset to its partition: a path pattern relative to the dataset's directory.
 *
 * <ul>
 *   <li><code>{name}</code> matches one or more characters within a path segment (as few as possible) and is a string
 *       dimension;
 *   <li><code>{name:yyyy-MM-dd}</code> is a time dimension, written in that pattern;
 *   <li><code>*</code> matches any number of characters (as many as possible) and <code>?</code> one within a segment;
 *       <code>**</code> as a whole segment matches any number of segments, also none, and as the last one all files below;
 *       anything else stands for itself.
 * </ul>
 *
 * Immutable and thread-safe. Paths use {@code /} and are relative.
 */
public final class Layout {
    private static final String SAMPLE = "2026-01-05T13";

    /** The layout of a dataset that declares none: the whole directory is one partition. */
    public static final Layout WHOLE_DIRECTORY = parse("**");

    private final String text;
    private final List<LayoutPart> parts;
    private final List<Dimension> dimensions;

    private Layout(String text, List<LayoutPart> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        List<Dimension> found = new ArrayList<>();
        for (LayoutPart part : parts) {
            if (part instanceof LayoutPart.Placeholder(Dimension dimension, TimePattern _)) {
                found.add(dimension);
            }
        }
        this.dimensions = List.copyOf(found);
    }

    /**
     * Reads a layout.
     *
     * @throws IllegalArgumentException if it is malformed; the message says where and what would be right
     */
    @JsonCreator
    public static Layout parse(String text) {
        Layout layout = new Layout(text, LayoutParser.parse(text));
        layout.format(layout.sample());
        return layout;
    }

    /** The dimensions, in the order of the text. */
    public List<Dimension> dimensions() {
        return dimensions;
    }

    /**
     * The partition of a file, whose path is in the written form of a relative path; empty if it does not fit the layout, or if the
     * partition's written form would have more than {@value PartitionKey#MAX_CHARACTERS} characters.
     */
    public Optional<PartitionKey> match(String path) {
        return LayoutMatcher.match(parts, path)
                .map(PartitionKey::new)
                .filter(partition -> partition.toString().length() <= PartitionKey.MAX_CHARACTERS);
    }

    /**
     * The layout's text for one partition, in the written form of a path: placeholders replaced by values, globs left as they are.
     *
     * @throws IllegalArgumentException if the key lacks a dimension or a value does not fit
     */
    public String format(PartitionKey partition) {
        StringBuilder path = new StringBuilder();
        for (LayoutPart part : parts) {
            path.append(
                    switch (part) {
                        case LayoutPart.Literal(String literal) -> literal;
                        case LayoutPart.Glob glob -> glob.text();
                        case LayoutPart.Placeholder placeholder -> formatted(partition, placeholder);
                    });
        }
        requireSafeSegments(path.toString());
        return path.toString();
    }

    /**
     * The deepest directory that certainly holds all files of the partition, relative to the dataset: what stands before the first
     * glob, without its last segment. Empty if there is none. Where the key lacks a dimension, or has it less finely than the
     * layout, it ends before that.
     *
     * @throws IllegalArgumentException if a value cannot be part of a path
     */
    public String directory(PartitionKey partition) {
        StringBuilder path = new StringBuilder();
        for (LayoutPart part : parts) {
            if (part instanceof LayoutPart.Literal(String literal)) {
                path.append(literal);
            } else if (part instanceof LayoutPart.Placeholder placeholder && determines(partition, placeholder)) {
                path.append(formatted(partition, placeholder));
            } else {
                break;
            }
        }
        String directory = path.substring(0, Math.max(0, path.lastIndexOf("/")));
        if (!directory.isEmpty()) {
            requireSafeSegments(directory);
        }
        return directory;
    }

    /** Whether a partition may have several files, since a part of their names is left open. */
    public boolean hasGlobs() {
        return parts.stream().anyMatch(LayoutPart.Glob.class::isInstance);
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
        return nextSlash > 0 && text.substring(0, nextSlash).chars().noneMatch(c -> c == '*' || c == '?');
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

    private static boolean determines(PartitionKey partition, LayoutPart.Placeholder placeholder) {
        Optional<String> value = partition.value(placeholder.dimension().name());
        Optional<Granularity> granularity = placeholder.dimension().time();
        return value.isPresent()
                && granularity.map(fine -> fine.canTruncate(value.get())).orElse(true);
    }

    private static String formatted(PartitionKey partition, LayoutPart.Placeholder placeholder) {
        Dimension dimension = placeholder.dimension();
        String value = partition
                .value(dimension.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "partition '%s' has no dimension '%s'".formatted(partition, dimension.name())));
        TimePattern time = placeholder.time();
        if (time != null) {
            if (!time.granularity().canTruncate(value)) {
                throw new IllegalArgumentException(
                        "value '%s' of dimension '%s' is not a time, or not fine enough for %s"
                                .formatted(value, dimension.name(), time));
            }
            return time.formatValue(dimension.project(value));
        }
        if (value.isEmpty() || value.contains("/")) {
            throw new IllegalArgumentException(
                    "value '%s' of dimension '%s' cannot be part of a path".formatted(value, dimension.name()));
        }
        return PathValue.written(value);
    }

    /** A key as good as any, to see what paths the layout makes. */
    private PartitionKey sample() {
        return new PartitionKey(dimensions.stream()
                .map(dimension -> new PartitionKey.Value(dimension.name(), dimension.project(SAMPLE)))
                .toList());
    }

    private void requireSafeSegments(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException(
                        "layout '%s' gives '%s', which has an empty, '.' or '..' segment".formatted(text, path));
            }
        }
    }
}
