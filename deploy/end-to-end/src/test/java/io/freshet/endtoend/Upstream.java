package io.freshet.endtoend;

import io.freshet.contracts.api.EventStatus;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.json.EventJson;
import io.freshet.endtoend.installation.Installation;
import io.freshet.endtoend.installation.Part;
import io.freshet.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** An upstream system that delivers the files of fixture ER into a namespace, and says so by events. For one thread. */
final class Upstream implements AutoCloseable {
    private static final Duration LIMIT = PartsKilledAloneIT.LIMIT;
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** When the first extract was made; the others follow by the minute. */
    private static final Instant FIRST = Instant.parse("2026-03-01T06:00:00Z");

    private final Installation installation;
    private final DatasetRef raw;
    private final ErFixture files;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A file that is delivered.
     *
     * @param number in the order in which they are made
     * @param more what a correction adds
     */
    record Extract(int number, LocalDate date, String site, String more) {
        String path() {
            return "%s/%s.csv".formatted(date, site);
        }
    }

    Upstream(Installation installation, String namespace, int days) {
        this.installation = installation;
        this.raw = new DatasetRef(namespace, "raw-er");
        this.files = new ErFixture(installation.storage().resolve(namespace), days);
    }

    String namespace() {
        return raw.namespace();
    }

    /** One file for each date and site. */
    List<Extract> all() {
        List<Extract> all = new ArrayList<>();
        files.dates()
                .forEach(date -> ErFixture.SITES.forEach(site -> all.add(new Extract(all.size(), date, site, ""))));
        return all;
    }

    void deliver(Extract extract) throws IOException {
        files.deliver(extract.date(), extract.site(), extract.more());
    }

    /** The event of an extract, with what its file is to have. */
    String event(Extract extract) throws IOException {
        byte[] content = files.content(extract.date(), extract.site(), extract.more());
        return """
                {"specversion": "1.0", "type": "io.freshet.extract.arrived.v1", "source": "urn:upstream:%s", "id": "e%d", "time": "%s", \
                "data": {"namespace": "%s", "dataset": "%s", "path": "%s", "size": %d, "sha256": "%s"}}""".formatted(
                        namespace(),
                        extract.number(),
                        FIRST.plus(Duration.ofMinutes(extract.number())),
                        namespace(),
                        raw.dataset(),
                        extract.path(),
                        content.length,
                        Sha256.of(content).hex());
    }

    /** Sends events, again and again until they are accepted. */
    void send(List<String> events) {
        HttpRequest request = request()
                .header("Content-Type", "application/cloudevents-batch+json")
                .POST(HttpRequest.BodyPublishers.ofString("[%s]".formatted(String.join(",", events))))
                .build();
        Eventually.eventually(
                LIMIT,
                () -> client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode(),
                status -> status == 202);
    }

    /** What became of the events, as the watcher has read them. */
    EventStatus.OfDataset status() throws IOException, InterruptedException {
        String answer = client.send(request().build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return EventJson.mapper().readValue(answer, EventStatus.class).datasets().stream()
                .filter(each -> each.dataset().equals(raw))
                .findFirst()
                .orElseThrow();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(installation.uri(Part.WATCHER).resolve("/api/v1/events"))
                .timeout(ANSWER);
    }

    /** The directory of the namespace. */
    Path directory() {
        return files.namespace();
    }

    void deploy() throws IOException {
        Files.createDirectories(directory());
        installation.deploy(namespace(), ErFixture.bundle(PartsKilledAloneIT.scratch(namespace()), 1));
    }

    @Override
    public void close() {
        client.close();
    }
}
