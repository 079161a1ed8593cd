package io.freshet.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Where a standalone keeps what: one directory, nothing outside of it. */
public record DataDirectory(Path path) {
    public DataDirectory {
        path = path.toAbsolutePath().normalize();
    }

    /** The storage root: namespaces and datasets as plain directories. */
    public Path storage() {
        return path.resolve("storage");
    }

    Path kafka() {
        return path.resolve("kafka");
    }

    /** Where the database is kept. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** Where PostgreSQL's programs are unpacked; may be a link to a directory that several standalones share. */
    public Path postgresBinaries() {
        return path.resolve("postgres-binaries");
    }

    /** Secrets that workflows name, in files {@code NAMESPACE.NAME}; who runs the standalone puts them there. */
    public Path secrets() {
        return path.resolve("secrets");
    }

    Path state() {
        return path.resolve("state");
    }

    /** What a running standalone offers its clients, see {@link Endpoints}; absent while none runs. */
    public Path endpoints() {
        return path.resolve("endpoints.json");
    }

    /** The log of a standalone that runs in the background; bounded, older parts are beside it. */
    public Path log() {
        return path.resolve("log").resolve("freshet.log");
    }

    /** What the JVM of the standalone that was started last wrote past its log. */
    public Path console() {
        return path.resolve("log").resolve("console.log");
    }

    /** How the last start went, see {@link StartReport}. */
    Path start() {
        return path.resolve("log").resolve("start");
    }

    void create() throws IOException {
        Files.createDirectories(storage());
        Files.createDirectories(state());
        if (Files.notExists(secrets())) {
            Files.createDirectory(
                    secrets(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(log().getParent());
    }
}
