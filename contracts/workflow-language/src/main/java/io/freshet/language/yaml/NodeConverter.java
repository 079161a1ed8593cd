package io.freshet.language.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Makes our tree from the library's. Counts nodes, because aliases may make a small text into a huge tree, or an endless one. */
final class NodeConverter {
    private static final int MAX_NODES = 100_000;

    /** Of all values and keys, with what aliases stand for counted each time. */
    static final int MAX_CHARACTERS = 2 * 1024 * 1024;

    /** Keys become part of the path of everything below them. */
    private static final int MAX_KEY_LENGTH = 200;

    private static final Set<Tag> TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final List<YamlProblem> problems;
    private int nodes;
    private long characters;
    private boolean exhausted;

    NodeConverter(List<YamlProblem> problems) {
        this.problems = problems;
    }

    static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    YamlNode convert(Node root) {
        return convert(root, "", 0);
    }

    private YamlNode convert(Node node, String path, int depth) {
        Position position = positionOf(node);
        nodes++;
        if (exhausted || nodes > MAX_NODES || depth > YamlDocument.MAX_DEPTH) {
            return stop(position, path);
        }
        if (!TAGS.contains(node.getTag())) {
            add(
                    YamlProblem.Kind.TAG,
                    position,
                    path,
                    "the tag %s is not supported".formatted(node.getTag().getValue()),
                    "leave tags out");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, path, depth);
            case SequenceNode sequence -> sequence(sequence, path, depth);
            case ScalarNode scalar -> scalar(scalar, position, path);
            default -> throw new IllegalStateException("a node of unknown kind: " + node.getNodeType());
        };
    }

    /** Counts its characters each time that it is used: aliases make much of a few. */
    private YamlNode scalar(ScalarNode scalar, Position position, String path) {
        characters += scalar.getValue().length();
        return characters > MAX_CHARACTERS
                ? stop(position, path)
                : new YamlNode.Scalar(path, position, scalar.getValue(), kind(scalar));
    }

    private YamlNode mapping(MappingNode mapping, String path, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Map<String, Position> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = positionOf(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                add(YamlProblem.Kind.KEY, at, path, "a key is a mapping or a list", "use a plain text as the key");
                continue;
            }
            String key = scalar.getValue();
            if (key.length() > MAX_KEY_LENGTH) {
                add(YamlProblem.Kind.KEY, at, path, "a key is longer than 200 characters", "use a shorter key");
                continue;
            }
            characters += key.length();
            String below = path.isEmpty() ? key : path + "." + key;
            Position first = seen.putIfAbsent(key, at);
            if (first != null) {
                String message = "key '%s' occurs twice: first in line %d".formatted(key, first.line());
                add(YamlProblem.Kind.DUPLICATE_KEY, at, below, message, "keep one of them");
                continue;
            }
            entries.add(new YamlNode.Entry(key, at, convert(tuple.getValueNode(), below, depth + 1)));
        }
        return new YamlNode.Mapping(path, positionOf(mapping), entries);
    }

    private YamlNode sequence(SequenceNode sequence, String path, int depth) {
        List<YamlNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(convert(item, "%s[%d]".formatted(path, items.size()), depth + 1));
        }
        return new YamlNode.Sequence(path, positionOf(sequence), items);
    }

    private YamlNode stop(Position position, String path) {
        if (!exhausted) {
            exhausted = true;
            add(
                    YamlProblem.Kind.TOO_LARGE,
                    position,
                    path,
                    "more than 100,000 values or 2 Mi characters when aliases are replaced, or an alias that contains itself",
                    "use fewer aliases");
        }
        return new YamlNode.Scalar(path, position, "", YamlNode.Kind.NULL);
    }

    private void add(YamlProblem.Kind kind, Position position, String path, String message, String hint) {
        problems.add(new YamlProblem(kind, position, path, message, hint));
    }

    private static Position positionOf(Node node) {
        return node.getStartMark().map(NodeConverter::position).orElse(Position.START);
    }

    private static YamlNode.Kind kind(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.INT)) {
            return YamlNode.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return YamlNode.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return YamlNode.Kind.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? YamlNode.Kind.NULL : YamlNode.Kind.STRING;
    }
}
