package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server of this machine that can be cut. */
final class Line implements AutoCloseable {
    private final int server;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    Line(int server) throws IOException {
        this.server = server;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Ends what is open; what is opened from now on ends at once, until it is mended. */
    void cut() {
        cut = true;
        open.forEach(Line::end);
    }

    void mend() {
        cut = false;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                if (cut) {
                    end(client);
                } else {
                    Socket other = new Socket(InetAddress.getLoopbackAddress(), server);
                    open.add(client);
                    open.add(other);
                    Thread.ofVirtual().start(() -> pump(client, other));
                    Thread.ofVirtual().start(() -> pump(other, client));
                }
            }
        } catch (IOException e) {
            open.forEach(Line::end);
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut, or the other end is done.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
