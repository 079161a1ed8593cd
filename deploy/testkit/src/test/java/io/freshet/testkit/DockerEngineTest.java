package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerEngineTest {

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void finds_an_image_that_the_engine_has() throws IOException {
        HttpServer http = HttpServer.create(FREE, 0);
        http.createContext("/images/there:1/json", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        try {
            DockerEngine engine = at(http.getAddress().getPort());

            assertTrue(engine.has("there:1"));
            assertFalse(engine.has("elsewhere:1"));
        } finally {
            http.stop(0);
        }
    }

    @Test
    void gives_up_on_an_engine_that_is_silent_or_absent() throws IOException {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, FREE.getAddress())) {
            port = silent.getLocalPort();
            assertFalse(at(port).has("there:1"));
        }

        assertFalse(at(port).has("there:1"));
    }

    @Test
    void does_not_speak_ssh() {
        assertEquals(Optional.empty(), DockerEngine.of("ssh://somewhere"));
    }

    private static DockerEngine at(int port) {
        return DockerEngine.of("tcp://127.0.0.1:" + port).orElseThrow();
    }
}
