package io.freshet.launcher.kubernetes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The lines to a server, the usual one first. */
final class Lines implements AutoCloseable {
    private final InetSocketAddress server;
    private final List<Line> open = new ArrayList<>();

    Lines(InetSocketAddress server) throws IOException {
        this.server = server;
        open();
    }

    Line usual() {
        return open.getFirst();
    }

    Line open() throws IOException {
        Line line = new Line(server);
        open.add(line);
        return line;
    }

    void cut() {
        open.forEach(Line::cut);
    }

    @Override
    public void close() throws IOException {
        for (Line line : open) {
            line.close();
        }
    }
}
