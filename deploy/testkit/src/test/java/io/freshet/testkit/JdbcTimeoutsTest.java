package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.jdbc.JdbcDefaults;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGProperty;

/** The bounds of the services' database connections, as the driver understands them. */
class JdbcTimeoutsTest {
    private static final String PREFIX = "datasources.default.data-source-properties.";
    private static final String SOCKET_TIMEOUT = "socketTimeout";

    @Test
    void every_bound_is_one_that_the_driver_knows() {
        Properties bounds = bounds();

        assertTrue(bounds.size() > 3, bounds::toString);
        bounds.stringPropertyNames().forEach(name -> assertNotNull(PGProperty.forName(name), name));
        assertTrue(Integer.parseInt(bounds.getProperty(SOCKET_TIMEOUT)) > 0, bounds::toString);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void a_server_that_accepts_and_is_silent_ends_a_read_after_the_socket_timeout() throws Exception {
        Properties bounds = bounds();
        bounds.setProperty(SOCKET_TIMEOUT, "1");
        // Only the bound in question.
        bounds.setProperty("loginTimeout", "0");
        bounds.setProperty("connectTimeout", "0");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:%d/none".formatted(silent.getLocalPort());

            SQLException ended = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(url, bounds).close());

            assertInstanceOf(SocketTimeoutException.class, ended.getCause());
        }
    }

    private static Properties bounds() {
        Properties bounds = new Properties();
        JdbcDefaults.all().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                bounds.setProperty(name.substring(PREFIX.length()), value.toString());
            }
        });
        return bounds;
    }
}
