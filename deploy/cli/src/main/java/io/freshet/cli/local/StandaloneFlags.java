package io.freshet.cli.local;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the JVM of a standalone is started. */
final class StandaloneFlags {
    /** The heap is bounded so that broker, database and services together fit a laptop; RocksDB and FFM call native code. */
    private static final List<String> DEFAULTS = List.of(
            "-Xms64m",
            "-Xmx640m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8");

    private StandaloneFlags() {}

    /** @param further the value of {@link LocalStandalone#JAVA_OPTIONS}; what it says comes last and so overrides Freshet's own. */
    static List<String> with(@Nullable String further) {
        List<String> flags = new ArrayList<>(DEFAULTS);
        if (further != null && !further.isBlank()) {
            flags.addAll(List.of(further.strip().split("\\s+")));
        }
        return flags;
    }
}
