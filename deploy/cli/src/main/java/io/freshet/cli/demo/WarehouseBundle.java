package io.freshet.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The demonstration's workflow as a directory that can be deployed, and its second version. */
final class WarehouseBundle {
    private static final List<String> FILES = List.of(
            "workflow.yaml",
            "clean.sh",
            "clean.awk",
            "conform.sh",
            "conform.awk",
            "aggregate.sh",
            "report.sh");

    private static final String AS_IT_WAS = "< 5) next";
    private static final String WITHOUT_TEST_PATIENTS = "< 5 || tolower(field[5]) == \"test\") next";

    private WarehouseBundle() {}

    /** Writes the bundle into a directory. */
    static Path write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (String file : FILES) {
            Files.writeString(directory.resolve(file), resource(file));
        }
        return directory;
    }

    /** Writes the bundle with a cleaning that leaves out test patients. */
    static Path writeSecondVersion(Path directory) throws IOException {
        write(directory);
        String script = resource("clean.awk");
        if (!script.contains(AS_IT_WAS)) {
            throw new IllegalStateException("clean.awk no longer has the line that the second version changes");
        }
        Files.writeString(directory.resolve("clean.awk"), script.replace(AS_IT_WAS, WITHOUT_TEST_PATIENTS));
        return directory;
    }

    private static String resource(String name) throws IOException {
        try (InputStream content = WarehouseBundle.class.getResourceAsStream("warehouse/" + name)) {
            if (content == null) {
                throw new IllegalStateException("resource warehouse/" + name + " is missing");
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
