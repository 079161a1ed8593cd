package io.freshet.standalone;

import io.freshet.embedded.EmbeddedPostgres;
import java.util.HashMap;
import java.util.Map;

/** The configuration of each service in a standalone. */
final class ServiceProperties {
    /** All services are in one process: a second partition only has the broker write twice as many transactions' ends. */
    private static final int PARTITIONS = 1;

    private final StandaloneSettings settings;
    private final String bootstrapServers;
    private final EmbeddedPostgres postgres;
    private final AccessToken token;

    ServiceProperties(
            StandaloneSettings settings, String bootstrapServers, EmbeddedPostgres postgres, AccessToken token) {
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.postgres = postgres;
        this.token = token;
    }

    static int partitions() {
        return PARTITIONS;
    }

    /**
     * @param port for HTTP; -1 for a free one
     */
    Map<String, Object> of(String service, int port) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("micronaut.server.host", "127.0.0.1");
        properties.put("micronaut.server.port", port);
        properties.put("freshet.http.token", token.value());
        properties.put("freshet.kafka.bootstrap-servers", bootstrapServers);
        properties.put("freshet.kafka.partitions", PARTITIONS);
        properties.put("freshet.kafka.replication", 1);
        properties.put("freshet.storage.root", settings.data().storage().toString());
        properties.put("freshet.secrets.directory", settings.data().secrets().toString());
        properties.put(
                "freshet.state.dir", settings.data().state().resolve(service).toString());
        // Tasks run as the person who started the standalone; who is root and wants another identity names one in
        // runAs.
        properties.put("freshet.launcher.allow-root", true);
        properties.putAll(settings.properties());
        return properties;
    }

    /** Who runs a standalone also writes its workflows: messages may go to other programs of this machine. */
    Map<String, Object> audit(int port) {
        Map<String, Object> properties = withDatabase("audit", port);
        properties.putIfAbsent("freshet.audit.alerts.local-addresses", true);
        return properties;
    }

    Map<String, Object> withDatabase(String service, int port) {
        Map<String, Object> properties = of(service, port);
        properties.put("datasources.default.url", postgres.createDatabase("freshet_" + service));
        properties.put("datasources.default.username", postgres.user());
        properties.put("datasources.default.password", postgres.password());
        return properties;
    }
}
