package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a server that can be cut. */
final class Line implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final InetSocketAddress server;
    private final ServerSocket socket;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean cut;

    Line(InetSocketAddress server) throws IOException {
        this.server = server;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /**
     * Ends what is open; what is opened from now on ends at once, until it is mended. The server does not hear of it, as when a machine
     * has died: a server that is made up can be held up for half a minute by what it writes to a connection that ends just then.
     */
    void cut() {
        cut = true;
        open.forEach(Connection::cut);
    }

    /** How many connections were tried while it was cut. */
    int refused() {
        return refused.get();
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
                    refused.incrementAndGet();
                } else {
                    new Connection(client, new Socket(server.getAddress(), server.getPort())).begin();
                }
            }
        } catch (IOException e) {
            open.forEach(Connection::end);
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

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void begin() {
            open.add(this);
            if (cut) {
                // Meanwhile; nobody else knows of this one.
                cut();
            }
            Thread.ofVirtual().start(() -> {
                transfer(client, server);
                if (!dead) {
                    end();
                }
            });
            Thread.ofVirtual().start(() -> {
                transfer(server, client);
                if (dead) {
                    drain();
                }
                end();
                open.remove(this);
            });
        }

        void cut() {
            dead = true;
            Line.end(client);
        }

        void end() {
            Line.end(client);
            Line.end(server);
        }

        private void drain() {
            try {
                server.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The server is done.
            }
        }

        private void transfer(Socket from, Socket to) {
            byte[] some = new byte[BUFFER];
            try {
                int count = from.getInputStream().read(some);
                // A thread that waits for a socket when that is closed may still read from it.
                while (count >= 0 && !dead) {
                    to.getOutputStream().write(some, 0, count);
                    count = from.getInputStream().read(some);
                }
            } catch (IOException e) {
                // Cut, or the other end is done.
            }
        }
    }
}
