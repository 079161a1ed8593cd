package io.freshet.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.json.EventJson;
import io.freshet.embedded.RunningProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a running standalone can be reached. Kept as a file in its data directory, from when it is ready until it stops; after a
 * kill the file stays, so a reader must also look whether the process lives.
 *
 * @param pid of the JVM
 * @param processStart of that JVM in milliseconds since the epoch, so that a reused process id is not taken for it
 * @param watcher where events of upstream systems are taken in; null in the file of a release that took none
 * @param storage the storage root
 * @param token that the services ask their callers for, which is why only the owner may read the file; null in the file of a release
 *     that had none
 */
public record Endpoints(
        long pid,
        long processStart,
        URI scheduler,
        URI audit,
        @Nullable URI watcher,
        String kafka,
        String storage,
        String version,
        @Nullable String token) {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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
        return isRunning(pid, processStart);
    }

    /** A client of the scheduler, with the token. To be closed. */
    public SchedulerClient schedulerClient(String user) {
        return new SchedulerClient(scheduler, user, token);
    }

    /** A client of the audit service, with the token. To be closed. */
    public AuditClient auditClient() {
        return new AuditClient(audit, token);
    }

    /** Without the token: it would end in a log. */
    @Override
    public String toString() {
        return "Endpoints[pid=%d, scheduler=%s, audit=%s, kafka=%s]".formatted(pid, scheduler, audit, kafka);
    }

    /** Whether a process that began then still runs, and not another that has its id now. */
    static boolean isRunning(long pid, long processStart) {
        return ProcessHandle.of(pid)
                .filter(RunningProcesses::contain)
                .filter(process -> startOf(process) == processStart)
                .isPresent();
    }

    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.toEpochMilli()).orElse(0L);
    }

    void write(DataDirectory data) throws IOException {
        Path staged = data.path().resolve("endpoints.json.new");
        String json = EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
        Files.deleteIfExists(staged);
        Files.createFile(staged, OWNER_ONLY);
        Files.write(staged, json.getBytes(StandardCharsets.UTF_8));
        Files.move(staged, data.endpoints(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
