package io.freshet.servicekit.service;

import io.freshet.servicekit.jdbc.JdbcDefaults;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What distinguishes one service from another when it is started.
 *
 * @param name in lower case; its defaults are {@code io/freshet/<name>/defaults.yml} on the class path
 * @param usesDatabase whether it has a JDBC data source, which gets the bounds of {@link JdbcDefaults}
 * @param hasTopology whether it runs a Kafka Streams topology, whose stores are in {@code freshet.state.dir} and may be damaged
 */
public record ServiceDefinition(String name, boolean usesDatabase, boolean hasTopology) {
    /** Below files, system properties and the environment. */
    private static final int LOWEST = -1_000;

    /** What holds where nothing else is configured, by property. */
    public Map<String, Object> defaults() {
        String file = "io/freshet/%s/defaults.yml".formatted(name);
        try (InputStream defaults = ServiceDefinition.class.getClassLoader().getResourceAsStream(file)) {
            if (defaults == null) {
                throw new FileNotFoundException(file + " is not on the class path");
            }
            return new YamlPropertySourceLoader().read(file, defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PropertySource[] propertySources() {
        PropertySource own = PropertySource.of(name + "-defaults", defaults(), LOWEST);
        return usesDatabase
                ? new PropertySource[] {PropertySource.of("jdbc-defaults", JdbcDefaults.all(), LOWEST - 1), own}
                : new PropertySource[] {own};
    }
}
