package io.freshet.language.grammar;

import io.freshet.language.yaml.Position;
import io.freshet.language.yaml.YamlDocument;
import io.freshet.language.yaml.YamlNode;
import io.freshet.language.yaml.YamlProblem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that the author learns all of it at once. Not thread-safe. */
public final class SpecErrors {
    private static final int MOST = 1_000;
    private static final int LONGEST_MESSAGE = 300;

    private final SourceMap source;
    private final List<SpecError> found = new ArrayList<>();

    /** Begins with what is wrong with the document as YAML. */
    public SpecErrors(SourceMap source, YamlDocument document) {
        this.source = source;
        document.problems().forEach(this::add);
    }

    /** An error of a value. */
    public void at(YamlNode node, SpecErrorCode code, String message, String hint) {
        add(node.position(), node.path(), code, message, hint);
    }

    /** An error of a key, or of what the key stands for as a whole. */
    public void at(String path, SpecErrorCode code, String message, String hint) {
        add(source.position(path), path, code, message, hint);
    }

    private void add(YamlProblem problem) {
        add(problem.position(), problem.path(), codeOf(problem.kind()), problem.message(), problem.hint());
    }

    /** Whether anything was wrong at or below the path, so that what follows from it need not be reported. */
    public boolean isBroken(String path) {
        return found.stream()
                .anyMatch(error -> error.path().equals(path)
                        || error.path().startsWith(path + ".")
                        || error.path().startsWith(path + "["));
    }

    /** Whether so much is wrong that no more is taken; looking for more is then in vain. */
    public boolean isFull() {
        return found.size() >= MOST;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<SpecError> all() {
        return List.copyOf(found);
    }

    private void add(Position position, String path, SpecErrorCode code, String message, String hint) {
        if (!isFull()) {
            found.add(new SpecError(
                    source.file(), position.line(), position.column(), path, code, oneLine(message), oneLine(hint)));
        }
    }

    /** Messages quote what the author wrote, which may be long or have line breaks. */
    private static String oneLine(String text) {
        String visible = text.codePoints()
                .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                .limit(LONGEST_MESSAGE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.length() > LONGEST_MESSAGE ? visible + "..." : visible;
    }

    private static SpecErrorCode codeOf(YamlProblem.Kind kind) {
        return switch (kind) {
            case SYNTAX, EMPTY -> SpecErrorCode.YAML_SYNTAX;
            case TOO_LARGE, TOO_DEEP -> SpecErrorCode.YAML_BOUNDS;
            case TAG -> SpecErrorCode.YAML_TAG;
            case KEY -> SpecErrorCode.YAML_KEY;
            case DUPLICATE_KEY -> SpecErrorCode.DUPLICATE_KEY;
            case SEVERAL_DOCUMENTS -> SpecErrorCode.YAML_DOCUMENTS;
        };
    }
}
