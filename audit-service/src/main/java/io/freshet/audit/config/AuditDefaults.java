package io.freshet.audit.config;

import java.util.Map;

/** What holds where nothing else is configured. */
public final class AuditDefaults {
    /** Before everything else that is configured, so that everything else wins. */
    public static final int ORDER = -1_000;

    /** After everything else. */
    public static final int GIVEN_ORDER = 1_000;

    private AuditDefaults() {}

    /** All defaults, by property. */
    public static Map<String, Object> all() {
        return Map.ofEntries(
                Map.entry("micronaut.application.name", "freshet-audit"),
                Map.entry("micronaut.server.host", "127.0.0.1"),
                Map.entry("micronaut.server.port", 8084),
                // A followed log may be silent for long.
                Map.entry("micronaut.server.idle-timeout", "65m"),
                Map.entry("endpoints.prometheus.sensitive", false),
                Map.entry("freshet.kafka.bootstrap-servers", "localhost:9092"),
                Map.entry("freshet.kafka.partitions", 12),
                Map.entry("freshet.kafka.replication", 3),
                Map.entry("freshet.audit.group", "freshet-audit"),
                Map.entry("freshet.audit.instance", "audit-0"),
                Map.entry("freshet.audit.batch", 5_000),
                Map.entry("freshet.audit.longest-wait", "10m"),
                Map.entry("freshet.audit.longest-follow", "1h"),
                // Longer than the topics keep them; what is there is explained without them.
                Map.entry("freshet.audit.retention.events", "400d"),
                Map.entry("freshet.audit.retention.logs", "90d"),
                Map.entry("freshet.audit.retention.gone", "30d"),
                Map.entry("freshet.audit.retention.history", "365d"),
                Map.entry("freshet.audit.retention.dead-letters", "90d"),
                Map.entry("datasources.default.maximum-pool-size", 10),
                // Rows and offsets are lost together, and then read again: so the disk need not be waited for.
                Map.entry("datasources.default.connection-init-sql", "SET synchronous_commit = off"),
                Map.entry("flyway.datasources.default.enabled", true),
                Map.entry("flyway.datasources.default.locations", "classpath:db/audit"));
    }
}
