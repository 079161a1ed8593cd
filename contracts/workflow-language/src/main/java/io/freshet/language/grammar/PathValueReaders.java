package io.freshet.language.grammar;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.Layout;
import io.freshet.language.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads paths, file names, globs and layouts. */
public final class PathValueReaders {
    private static final int LONGEST_PATH = 1_024;
    private static final int LONGEST_SEGMENT = 255;

    private final ValueReaders values;

    public PathValueReaders(ValueReaders values) {
        this.values = values;
    }

    /** A path of a file or directory that stays below where it starts; a slash at its end is taken off. */
    public Optional<String> relativePath(YamlNode node) {
        return values.text(node).flatMap(text -> {
            String path = text.endsWith("/") && text.length() > 1 ? text.substring(0, text.length() - 1) : text;
            return problemOf(path)
                    .map(problem -> this.<String>wrongPath(node, text, problem))
                    .orElse(Optional.of(path));
        });
    }

    /** As {@link #relativePath}, but {@code *}, {@code ?} and {@code **} as in layouts may stand in it. */
    public Optional<String> pathOrGlob(YamlNode node) {
        return relativePath(node).flatMap(path -> {
            if (path.chars().noneMatch(c -> c == '*' || c == '?')) {
                return Optional.of(path);
            }
            try {
                boolean plain = Layout.parse(path).dimensions().isEmpty();
                return plain ? Optional.of(path) : wrongPath(node, path, "has a placeholder");
            } catch (IllegalArgumentException e) {
                return wrongPath(node, path, "is not a glob: " + e.getMessage());
            }
        });
    }

    /** The name of a file, without directories. */
    public Optional<String> fileName(YamlNode node) {
        return relativePath(node)
                .flatMap(path -> path.contains("/") ? wrongPath(node, path, "has a directory") : Optional.of(path));
    }

    public Optional<Layout> layout(YamlNode node) {
        return values.text(node).flatMap(text -> {
            if (text.length() > LONGEST_PATH) {
                return values.wrong(
                        node, SpecErrorCode.BAD_LAYOUT, "the layout is longer than 1024 characters", "shorten it");
            }
            try {
                return Optional.of(Layout.parse(text));
            } catch (IllegalArgumentException e) {
                return values.wrong(
                        node,
                        SpecErrorCode.BAD_LAYOUT,
                        String.valueOf(e.getMessage()),
                        "write a path such as \"{source}/{date:yyyy-MM-dd}/*.csv\"");
            }
        });
    }

    private static Optional<String> problemOf(String path) {
        List<String> segments = Arrays.asList(path.split("/", -1));
        if (path.startsWith("/")) {
            return Optional.of("is absolute");
        }
        if (segments.stream().anyMatch(segment -> segment.equals("..") || segment.equals("."))) {
            return Optional.of("has a '.' or '..' segment");
        }
        if (segments.contains("")) {
            return Optional.of("has an empty segment");
        }
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        boolean tooLong = bytes.length > LONGEST_PATH
                || segments.stream()
                        .anyMatch(segment -> segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT);
        if (tooLong) {
            return Optional.of("is longer than 1024 bytes, or than 255 in one segment");
        }
        boolean plain = RelativePath.ofBytes(bytes).text().equals(path);
        return plain ? Optional.empty() : Optional.of("has a control character or '%'");
    }

    private <T> Optional<T> wrongPath(YamlNode node, String path, String problem) {
        return values.wrong(
                node,
                SpecErrorCode.BAD_PATH,
                "'%s' %s".formatted(path, problem),
                "write a plain relative path such as landing/extracts");
    }
}
