package io.freshet.cli.local;

import java.util.List;

/** How the JVM of a standalone is started. */
final class StandaloneFlags {
    /** The heap is bounded so that broker, database and services together fit a laptop; RocksDB and FFM call native code. */
    static final List<String> JVM = List.of(
            "-Xms64m",
            "-Xmx640m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-Dfile.encoding=UTF-8");

    private StandaloneFlags() {}
}
