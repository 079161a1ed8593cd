package io.freshet.language.grammar;

import io.freshet.language.yaml.Position;
import io.freshet.language.yaml.YamlDocument;
import io.freshet.language.yaml.YamlNode;
import java.util.HashMap;
import java.util.Map;

/**
 * Where in the file everything stands: of the value of a key the key's position, of the item of a list its own.
 *
 * @param file as it was named to the parser
 */
public record SourceMap(String file, Map<String, Position> positions) {
    public SourceMap {
        positions = Map.copyOf(positions);
    }

    /** The position of a path such as {@code spec.tasks.clean.when}; if it is not in the file, of the nearest above it that is. */
    public Position position(String path) {
        String nearest = path;
        while (!nearest.isEmpty()) {
            Position position = positions.get(nearest);
            if (position != null) {
                return position;
            }
            nearest = nearest.substring(0, Math.max(0, Math.max(nearest.lastIndexOf('.'), nearest.lastIndexOf('['))));
        }
        return Position.START;
    }

    /** An error at the position of a path. */
    public SpecError error(String path, SpecErrorCode code, String message, String hint) {
        Position position = position(path);
        return new SpecError(file, position.line(), position.column(), path, code, message, hint);
    }

    /** Of all that a document has; nothing, if it cannot be read. */
    public static SourceMap of(String file, YamlDocument document) {
        Map<String, Position> positions = new HashMap<>();
        document.root().ifPresent(root -> collect(root, positions));
        return new SourceMap(file, positions);
    }

    private static void collect(YamlNode node, Map<String, Position> positions) {
        switch (node) {
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    positions.put(entry.value().path(), entry.keyPosition());
                    collect(entry.value(), positions);
                });
            case YamlNode.Sequence sequence ->
                sequence.items().forEach(item -> {
                    positions.put(item.path(), item.position());
                    collect(item, positions);
                });
            case YamlNode.Scalar _ -> {}
        }
    }
}
