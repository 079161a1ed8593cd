package io.freshet.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The workflow file of a bundle. */
final class WorkflowFile {
    private WorkflowFile() {}

    /**
     * Writes it into a directory, which is made.
     *
     * @param spec what is below {@code spec:}, indented
     */
    static void write(Path bundle, String name, String spec) throws IOException {
        Files.createDirectories(bundle);
        Files.writeString(bundle.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: %s}
                spec:
                """.formatted(name) + spec);
    }
}
