package io.freshet.launcher.dataplane;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one attempt sees: a directory with {@code in/}, {@code out/}, {@code code/} and {@code tmp/}, and the variables that name them.
 *
 * @param environment {@code FRESHET_*}, without those that only the launcher knows
 */
public record AttemptView(Path directory, Map<String, String> environment) {
    public AttemptView {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    public Path in(String input) {
        return directory.resolve("in").resolve(input);
    }

    public Path out(String output) {
        return directory.resolve("out").resolve(output);
    }

    public Path code() {
        return directory.resolve("code");
    }

    public Path tmp() {
        return directory.resolve("tmp");
    }

    public Path log() {
        return directory.resolve("log");
    }

    public Path results() {
        return directory.resolve("results.json");
    }

    public Path changes() {
        return directory.resolve("changes.json");
    }
}
