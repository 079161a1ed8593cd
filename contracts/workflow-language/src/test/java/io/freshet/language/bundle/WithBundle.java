package io.freshet.language.bundle;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Tests of bundles in a directory, and of archives of them. */
abstract class WithBundle {
    static final String WORKFLOW = """
            apiVersion: freshet.io/v1
            kind: Workflow
            metadata: {name: tiny}
            spec:
              datasets: {raw: {}, tidy: {}}
              tasks:
                tidy-up:
                  inputs: [raw]
                  outputs: [tidy]
                  run:
                    command: [sh, run.sh]
                    code: [lib, "sql/**/*.sql"]
            """;

    @TempDir
    Path directory;

    @TempDir
    Path scratch;

    void assertRefused(byte[] archive, String why) {
        var refused = assertThrows(InvalidBundleException.class, () -> readArchive(archive));
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }

    Bundle readArchive(byte[] archive) throws IOException, InvalidBundleException {
        Path file = Files.write(Files.createTempFile(scratch, "bundle", ".archive"), archive);
        return BundleReader.readArchive(file, Files.createTempDirectory(scratch, "contents"));
    }

    Path write(String path, String content) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
