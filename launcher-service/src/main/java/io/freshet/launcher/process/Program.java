package io.freshet.launcher.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** The program of a command, looked for as a shell would, but never a shell's own command. */
sealed interface Program {
    /** It is there. */
    record Found(String path) implements Program {}

    /**
     * It is not, or cannot be executed.
     *
     * @param status with which a shell would have ended
     */
    record Missing(String message, int status) implements Program {}

    /** A name with a slash is relative to {@code directory}; another one is looked for in the directories of {@code path}. */
    static Program find(String name, Path directory, String path) {
        if (name.contains("/")) {
            return executable(name, directory.resolve(name));
        }
        for (String entry : path.split(":")) {
            Path candidate = directory.resolve(entry).resolve(name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return new Found(candidate.toString());
            }
        }
        return new Missing(
                "program '%s' was not found in PATH (%s) or among the code files: install it, or list it under the task's code"
                        .formatted(name, path),
                127);
    }

    private static Program executable(String name, Path file) {
        if (!Files.isRegularFile(file)) {
            return new Missing(
                    "program '%s' was not found among the code files: list it under the task's code".formatted(name),
                    127);
        }
        return Files.isExecutable(file)
                ? new Found(file.toString())
                : new Missing("program '%s' is not executable".formatted(name), 126);
    }
}
