package io.freshet.testkit.architecture;

import java.util.List;

/**
 * What the rules ask of a source file.
 *
 * @param path from the root of the repository, with slashes
 * @param packageName as it is declared
 * @param lines of the file
 * @param methods and constructors, those of nested types included
 * @param texts the values of its literals
 * @param looseCodes literals that it writes as {@code errorCode} of an entry in the log
 */
record SourceFile(
        String path, String packageName, int lines, List<Method> methods, List<Text> texts, List<Text> looseCodes) {
    /**
     * A method or a constructor.
     *
     * @param name that of the type for a constructor
     * @param lines from its first annotation to its last brace
     * @param parameters how many
     */
    record Method(String name, int lines, int parameters) {}

    record Text(long line, String value) {}
}
