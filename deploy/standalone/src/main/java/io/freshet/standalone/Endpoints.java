package io.freshet.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.envelope.EventJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running standalone can be reached. Kept as a file in its data directory, from when it is ready until it stops; after a
 * kill the file stays, so a reader must also look whether the process lives.
 *
 * @param pid of the JVM
 * @param processStart of that JVM in milliseconds since the epoch, so that a reused process id is not taken for it
 * @param storage the storage root
 */
public record Endpoints(
        long pid, long processStart, URI scheduler, URI audit, String kafka, String storage, String version) {

    /**
     * What the file says; empty if there is none, it is damaged (after a power cut it may be empty), or it is of a process that is gone.
     *
     * @throws IOException if it is there and cannot be read
     */
    public static Optional<Endpoints> read(DataDirectory data) throws IOException {
        byte[] json;
        try {
            json = Files.readAllBytes(data.endpoints());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(EventJson.mapper().readValue(json, Endpoints.class))
                    .filter(Endpoints::isAlive);
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        }
    }

    /** Whether the process that wrote this still runs. */
    public boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startOf(process) == processStart)
                .isPresent();
    }

    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }

    void write(DataDirectory data) throws IOException {
        Path staged = data.path().resolve("endpoints.json.new");
        String json = EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        Files.write(staged, json.getBytes(StandardCharsets.UTF_8));
        Files.move(staged, data.endpoints(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
