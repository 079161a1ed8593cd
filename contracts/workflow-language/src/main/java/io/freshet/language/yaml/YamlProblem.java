package io.freshet.language.yaml;

/** Why a text is not a document that this package accepts. */
public record YamlProblem(Kind kind, Position position, String path, String message, String hint) {
    /** The closed list of problems. */
    public enum Kind {
        SYNTAX,
        EMPTY,
        TOO_LARGE,
        TOO_DEEP,
        TAG,
        KEY,
        DUPLICATE_KEY,
        SEVERAL_DOCUMENTS
    }
}
