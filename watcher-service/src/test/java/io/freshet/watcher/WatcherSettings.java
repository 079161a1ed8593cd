package io.freshet.watcher;

import io.freshet.servicekit.storage.StorageRoot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The properties with which tests start the service. */
final class WatcherSettings {
    private WatcherSettings() {}

    /** A map that may be changed. */
    static Map<String, Object> of(String kafka, StorageRoot root, Path temporary) {
        return new LinkedHashMap<>(Map.of(
                "freshet.kafka.bootstrap-servers",
                kafka,
                "freshet.kafka.partitions",
                3,
                "freshet.kafka.replication",
                1,
                "freshet.storage.root",
                root.root().toString(),
                "freshet.state.dir",
                temporary.resolve("state").toString(),
                "micronaut.server.port",
                -1));
    }
}
