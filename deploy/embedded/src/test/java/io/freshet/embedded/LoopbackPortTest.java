package io.freshet.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

    @Test
    void takes_the_port_that_is_asked_for() {
        int free = LoopbackPort.chosen(0);

        assertEquals(free, LoopbackPort.chosen(free));
    }

    @Test
    void says_that_a_port_is_taken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral(LoopbackPort.ADDRESS))) {
            assertThrows(EmbeddedServerException.class, () -> LoopbackPort.chosen(taken.getLocalPort()));
        }
    }
}
