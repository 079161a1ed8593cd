package io.freshet.language.yaml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One YAML document, read within bounds: 1 MiB of text, 50 levels, 100 aliases, 100,000 nodes and 2 Mi characters after aliases are replaced, no tags
 * but those of the core schema.
 *
 * @param root empty if a problem leaves no tree at all
 * @param problems what is wrong; a document with problems may still have a tree, so that further errors can be reported at once
 */
public record YamlDocument(Optional<YamlNode> root, List<YamlProblem> problems) {
    /** The largest text in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024 * 1024;

    static final int MAX_DEPTH = 50;
    static final int MAX_ALIASES = 100;

    public YamlDocument {
        problems = List.copyOf(problems);
    }

    /** Reads a text; whatever it is, this returns and says what is wrong. */
    public static YamlDocument read(String text) {
        if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return failed(YamlProblem.Kind.TOO_LARGE, Position.START, "the file is larger than 1 MiB", "split it");
        }
        String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(MAX_BYTES)
                .setAllowNonScalarKeys(true) // the converter reports them, with their place
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            Optional<YamlProblem> outOfBounds = outOfBounds(new Parse(settings).parseString(yaml));
            if (outOfBounds.isPresent()) {
                return new YamlDocument(Optional.empty(), List.of(outOfBounds.get()));
            }
            Optional<Node> node = new Compose(settings).composeString(yaml);
            return node.map(YamlDocument::converted).orElseGet(YamlDocument::empty);
        } catch (MarkedYamlEngineException e) {
            Position position = e.getProblemMark().map(NodeConverter::position).orElse(Position.START);
            return syntax(position, e.getProblem());
        } catch (ReaderException e) {
            return syntax(
                    positionOf(yaml, e.getPosition()),
                    "the character U+%04X is not allowed in YAML".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            return syntax(Position.START, String.valueOf(e.getMessage()));
        }
    }

    private static YamlDocument converted(Node node) {
        List<YamlProblem> problems = new ArrayList<>();
        YamlNode root = new NodeConverter(problems).convert(node);
        boolean exhausted = problems.stream()
                .anyMatch(problem ->
                        problem.kind() == YamlProblem.Kind.TOO_LARGE || problem.kind() == YamlProblem.Kind.TOO_DEEP);
        return new YamlDocument(exhausted ? Optional.empty() : Optional.of(root), problems);
    }

    /** Looks over the events, which needs no recursion, before the tree is made, which does. */
    private static Optional<YamlProblem> outOfBounds(Iterable<Event> events) {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        for (Event event : events) {
            Position position =
                    event.getStartMark().map(NodeConverter::position).orElse(Position.START);
            switch (event) {
                case CollectionStartEvent _ -> depth++;
                case CollectionEndEvent _ -> depth--;
                case AliasEvent _ -> aliases++;
                case DocumentStartEvent _ -> documents++;
                default -> {}
            }
            if (depth > MAX_DEPTH) {
                return problem(YamlProblem.Kind.TOO_DEEP, position, "nested more than 50 levels deep", "nest less");
            }
            if (aliases > MAX_ALIASES) {
                return problem(YamlProblem.Kind.TOO_LARGE, position, "more than 100 aliases", "write them out");
            }
            if (documents > 1) {
                return problem(
                        YamlProblem.Kind.SEVERAL_DOCUMENTS,
                        position,
                        "a second document begins here",
                        "keep one document per file");
            }
        }
        return Optional.empty();
    }

    private static Position positionOf(String text, int index) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(index, text.length()); i++) {
            column++;
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new Position(line, column);
    }

    private static YamlDocument empty() {
        return failed(YamlProblem.Kind.EMPTY, Position.START, "the file is empty", "begin with apiVersion and kind");
    }

    private static YamlDocument syntax(Position position, String message) {
        return failed(
                YamlProblem.Kind.SYNTAX, position, "not YAML: " + message, "check indentation, quotes and brackets");
    }

    private static YamlDocument failed(YamlProblem.Kind kind, Position position, String message, String hint) {
        return new YamlDocument(Optional.empty(), List.of(new YamlProblem(kind, position, "", message, hint)));
    }

    private static Optional<YamlProblem> problem(
            YamlProblem.Kind kind, Position position, String message, String hint) {
        return Optional.of(new YamlProblem(kind, position, "", message, hint));
    }
}
