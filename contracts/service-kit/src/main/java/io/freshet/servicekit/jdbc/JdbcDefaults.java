package io.freshet.servicekit.jdbc;

import java.util.Map;

/**
 * The bounds of every JDBC connection of every service: no statement, and no network that was cut, holds a thread for ever. They are
 * properties of the services, below files and environment, so each can be configured otherwise.
 */
public final class JdbcDefaults {
    private static final String CONNECTION = "datasources.default.data-source-properties.";

    private JdbcDefaults() {}

    /** The defaults, by property. */
    public static Map<String, Object> all() {
        return Map.ofEntries(
                Map.entry("datasources.default.driver-class-name", "org.postgresql.Driver"),
                Map.entry("datasources.default.minimum-idle", 1),
                // Milliseconds that a caller waits for a connection.
                Map.entry("datasources.default.connection-timeout", 10_000),
                // Seconds to connect, to log in, and for the server to send something while an answer is awaited. The
                // last is longer
                // than the server takes to end a statement, so that mostly the server says why.
                Map.entry(CONNECTION + "connectTimeout", 5),
                Map.entry(CONNECTION + "loginTimeout", 10),
                Map.entry(CONNECTION + "socketTimeout", 75),
                Map.entry(CONNECTION + "cancelSignalTimeout", 5),
                Map.entry(CONNECTION + "tcpKeepAlive", true),
                // The server's own bounds: of a statement, of a wait for a lock, of a transaction whose client does
                // nothing, and of a
                // client that is gone without having said so.
                Map.entry(
                        CONNECTION + "options",
                        "-c statement_timeout=60s -c lock_timeout=30s -c idle_in_transaction_session_timeout=60s"
                                + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
                                + " -c tcp_user_timeout=25000"));
    }
}
