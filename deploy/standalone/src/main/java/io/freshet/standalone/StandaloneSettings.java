package io.freshet.standalone;

import java.util.Map;

/**
 * How to start a standalone.
 *
 * @param data where everything is kept
 * @param port the first of five consecutive ports (scheduler, planner, launcher, watcher, audit); 0 for any free ones
 * @param durable whether PostgreSQL waits for the disk; only tests say no
 * @param properties further configuration of the services, by its key; wins over the defaults
 */
public record StandaloneSettings(DataDirectory data, int port, boolean durable, Map<String, Object> properties) {
    /** The first port unless another is asked for. */
    public static final int DEFAULT_PORT = 7070;

    public StandaloneSettings {
        properties = Map.copyOf(properties);
    }

    public static StandaloneSettings of(DataDirectory data, int port) {
        return new StandaloneSettings(data, port, true, Map.of());
    }
}
