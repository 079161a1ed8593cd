package io.freshet.testkit.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest workflow that does something: copies each {@code NAME.txt} from {@code in} to {@code out}. */
public final class CopyBundle {
    private CopyBundle() {}

    /** Writes it into a directory, which is made. */
    public static Path in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("workflow.yaml"), """
                apiVersion: freshet.io/v1
                kind: Workflow
                metadata: {name: copy}
                spec:
                  datasets:
                    in: {path: in, layout: "{name}.txt", watch: {settle: 0s}}
                    out: {path: out, layout: "{name}.txt"}
                  tasks:
                    copy:
                      inputs: {in: {}}
                      outputs: {out: {}}
                      run: {command: [sh, -c, 'cp "$FRESHET_IN_IN"/*.txt "$FRESHET_OUT_OUT"/']}
                """);
        return directory;
    }
}
