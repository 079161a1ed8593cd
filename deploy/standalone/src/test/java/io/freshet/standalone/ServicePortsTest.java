package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServicePortsTest {
    @Test
    void names_each_port_that_is_taken_with_the_service_that_wants_it() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = other.getLocalPort();
            ServicePorts ports = new ServicePorts(taken - 2);

            assertTrue(ports.taken().contains(new ServicePorts.Taken(taken, "launcher")));
            String message = assertThrows(ServicePorts.PortsTakenException.class, ports::requireFree)
                    .getMessage();
            assertTrue(message.contains("port %d (launcher)".formatted(taken)), message);
            assertTrue(message.contains("taken by another process"), message);
        }
    }

    @Test
    void free_ones_are_never_taken() {
        assertEquals(List.of(), new ServicePorts(0).taken());
        assertEquals(-1, new ServicePorts(0).of("audit"));
        assertEquals(7074, new ServicePorts(7070).of("audit"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, -1, 65_532, 65_535, 80_000, Integer.MAX_VALUE})
    void refuses_what_would_be_no_port(int first) {
        assertThrows(IllegalArgumentException.class, () -> new ServicePorts(first));
    }
}
