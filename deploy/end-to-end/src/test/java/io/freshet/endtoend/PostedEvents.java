package io.freshet.endtoend;

import io.freshet.contracts.topic.Topics;
import io.freshet.testkit.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Sends batches of events to a watcher, one after the other, until it is closed; each again and again until it is accepted. */
final class PostedEvents implements AutoCloseable {
    private static final int BATCH = 20;
    private static final long BETWEEN_MILLIS = 200;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final Set<String> accepted = new ConcurrentSkipListSet<>();
    private final Thread thread;
    private volatile boolean closing;

    PostedEvents(URI watcher) {
        this.address = watcher.resolve("/api/v1/events");
        this.thread = Thread.ofPlatform().name("posted-events").start(this::run);
    }

    private void run() {
        try {
            for (int batch = 0; !closing; batch++) {
                while (!closing && !isAccepted(batch)) {
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAccepted(int batch) throws InterruptedException {
        try {
            return post(batch) == 202;
        } catch (IOException e) {
            // It is killed just now.
            return false;
        }
    }

    /** Sends a batch, and returns the status of the answer. */
    int post(int batch) throws IOException, InterruptedException {
        String body = IntStream.range(0, BATCH)
                .mapToObj(event -> """
                        {"specversion": "1.0", "type": "org.example.posted", "source": "urn:posted", "id": "%s"}""".formatted(id(batch, event)))
                .collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status == 202) {
            IntStream.range(0, BATCH).forEach(event -> accepted.add(id(batch, event)));
        }
        return status;
    }

    private static String id(int batch, int event) {
        return batch + "-" + event;
    }

    /** How many events were accepted. */
    int accepted() {
        return accepted.size();
    }

    /** The events that were accepted and are not on the log. */
    Set<String> missing(String kafka) {
        Set<String> missing = new TreeSet<>(accepted);
        try (TopicReader<byte[], byte[]> log = new TopicReader<>(
                kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer(), Topics.UPSTREAM_EVENTS)) {
            log.toEnd(LIMIT)
                    .forEach(record -> missing.remove(
                            new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8)));
        }
        return missing;
    }

    /** Sends no more. */
    void end() throws InterruptedException {
        closing = true;
        thread.join();
    }

    @Override
    public void close() throws InterruptedException {
        end();
        client.close();
    }
}
