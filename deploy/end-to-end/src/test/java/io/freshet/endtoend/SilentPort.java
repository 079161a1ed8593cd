package io.freshet.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port of this machine that neither takes connections nor refuses them, as one of a machine that is down: nobody accepts, and the
 * queue of those who wait to be accepted is full.
 */
final class SilentPort implements AutoCloseable {
    private static final int QUEUE = 1;
    private static final int PATIENCE_MILLIS = 200;
    private static final int MOST_WAITING = 50;

    private final ServerSocket server;
    private final List<Socket> waiting = new ArrayList<>();

    SilentPort() throws IOException {
        server = new ServerSocket(0, QUEUE, InetAddress.getLoopbackAddress());
        while (connects()) {
            if (waiting.size() > MOST_WAITING) {
                close();
                throw new IOException("the queue of a port does not fill up here");
            }
        }
    }

    private boolean connects() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.getInetAddress(), port()), PATIENCE_MILLIS);
            waiting.add(socket);
            return true;
        } catch (SocketTimeoutException full) {
            socket.close();
            return false;
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on connections are refused, until somebody else listens at the port. */
    @Override
    public void close() throws IOException {
        for (Socket socket : waiting) {
            socket.close();
        }
        server.close();
    }
}
