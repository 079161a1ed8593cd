package io.freshet.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses TCP ports on the loopback interface. */
public final class LoopbackPort {

    static final String ADDRESS = "127.0.0.1";

    /** Below the range that systems use for outgoing connections, so that none of those takes a port just chosen. */
    private static final int LOWEST = 15_000;

    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private LoopbackPort() {}

    /** The port itself if it is not 0, else a free one. */
    static int chosen(int port) {
        return port == 0 ? free() : checked(port);
    }

    static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedServerException("No free port found on " + ADDRESS);
    }

    private static int checked(int port) {
        if (!isFree(port)) {
            throw new EmbeddedServerException(
                    "Port " + port + " on " + ADDRESS + " is in use: stop what listens there, or choose another port");
        }
        return port;
    }

    /** Whether nobody listens there at this moment. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
