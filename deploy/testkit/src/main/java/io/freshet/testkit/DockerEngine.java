package io.freshet.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a Docker engine one question, quietly and at once, before anything heavy is loaded. */
record DockerEngine(SocketAddress address) {

    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";
    private static final int DEFAULT_PORT = 2375;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The engine that {@code DOCKER_HOST} names, or the local one; empty if it is reached in a way we do not speak. */
    static Optional<DockerEngine> of(String dockerHost) {
        URI host = URI.create(dockerHost.isEmpty() ? DEFAULT_HOST : dockerHost);
        return switch (host.getScheme()) {
            case "unix" -> Optional.of(new DockerEngine(UnixDomainSocketAddress.of(host.getPath())));
            case "tcp" ->
                Optional.of(new DockerEngine(
                        new InetSocketAddress(host.getHost(), host.getPort() < 0 ? DEFAULT_PORT : host.getPort())));
            case null, default -> Optional.empty();
        };
    }

    /** Whether the engine answers and has the image, so that nothing need be pulled. */
    boolean has(String image) {
        FutureTask<String> question = new FutureTask<>(() -> status(image));
        Thread asking = Thread.startVirtualThread(question);
        try {
            return question.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).contains(" 200 ");
        } catch (ExecutionException | TimeoutException none) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.interrupt(); // closes its channel, should the engine be silent
        }
    }

    private String status(String image) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            String request = "GET /images/" + image + "/json HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return statusLine(channel);
        }
    }

    private static String statusLine(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(64);
        while (answer.hasRemaining() && channel.read(answer) >= 0) {
            // until the status line is there
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
