package io.freshet.launcher.dataplane;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one attempt sees: a directory with {@code in/}, {@code out/}, {@code code/} and {@code tmp/}, and the variables that name them.
 *
 * @param records the launcher's own directory of the attempt, with its log
 * @param directory the task's; another one than {@code records} where all attempts of an instance work under the same paths
 * @param environment {@code FRESHET_*}, without those that only the launcher knows
 */
public record AttemptView(Path records, Path directory, Map<String, String> environment) {
    public AttemptView {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** One whose records lie in the same directory. */
    public AttemptView(Path directory, Map<String, String> environment) {
        this(directory, directory, environment);
    }

    public Path in(String input) {
        return directory.resolve("in").resolve(input);
    }

    public Path out(String output) {
        return out().resolve(output);
    }

    Path out() {
        return directory.resolve("out");
    }

    public Path code() {
        return directory.resolve("code");
    }

    public Path tmp() {
        return directory.resolve("tmp");
    }

    public Path log() {
        return records.resolve("log");
    }

    public Path results() {
        return directory.resolve("results.json");
    }

    public Path changes() {
        return directory.resolve("changes.json");
    }
}
