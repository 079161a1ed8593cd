package io.freshet.servicekit.streams;

import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.disk.TreeDeletion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a topology's stores, all of which can be made anew from the log. What is damaged in it, as after a power cut, is set
 * aside as {@code damaged} in it, the last time only; the stores are then restored from their changelogs. What is known of the topics
 * that were read stays, see {@link SourceTopics}.
 */
public final class LocalState {
    private static final Logger LOG = LoggerFactory.getLogger(LocalState.class);

    private static final String ASIDE = "damaged";

    private final Path directory;

    public LocalState(Path directory) {
        this.directory = directory;
    }

    /** Sets the stores aside if they turned out to be damaged while they were in use. To be called before they are opened. */
    public void recover() {
        if (Files.exists(mark())) {
            setAside("a store could not be read while it was in use");
        }
    }

    /**
     * Sets the stores aside if opening them failed because they are damaged; nobody may have them open any more.
     *
     * @return whether it did, so that opening them again is of use
     */
    public boolean recoverFrom(RuntimeException failure) {
        boolean damaged = isDamage(failure);
        if (damaged) {
            setAside(String.valueOf(failure.getMessage()));
        }
        return damaged;
    }

    /** Remembers for the next {@link #recover} that a store turned out to be damaged; any other failure is none of its business. */
    public void failed(Throwable failure) {
        if (!isDamage(failure)) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Files.write(mark(), new byte[0]);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("directory", directory).setCause(e).log("Cannot mark state as damaged");
        }
    }

    /**
     * Whether a failure says that what is on disk is not what a store has written. That the disk is full, read-only or not ours, or that
     * somebody else has the store open, does not.
     */
    static boolean isDamage(Throwable failure) {
        boolean ofStore = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            ofStore |= cause instanceof ProcessorStateException;
            if (isOfTheSystem(cause.getMessage())) {
                return false;
            }
        }
        return ofStore;
    }

    private static boolean isOfTheSystem(@Nullable String message) {
        String text = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return Stream.of(
                        "no space left",
                        "quota exceeded",
                        "permission denied",
                        "read-only file system",
                        "too many open files",
                        "input/output error",
                        "lock hold",
                        "while lock file",
                        "resource temporarily unavailable")
                .anyMatch(text::contains);
    }

    private Path mark() {
        return directory.resolve("damage-found");
    }

    /** Within the directory, which may be the root of a volume. */
    private void setAside(String reason) {
        Path aside = directory.resolve(ASIDE);
        LOG.atWarn()
                .addKeyValue("directory", directory)
                .addKeyValue("aside", aside)
                .addKeyValue("reason", reason)
                .log("State on disk is damaged: it is set aside, and made anew from the log");
        try {
            Files.deleteIfExists(mark());
            TreeDeletion.delete(aside);
            List<Path> stores;
            try (Stream<Path> children = Files.list(directory)) {
                stores = children.filter(child -> !child.endsWith(SourceTopics.FILE))
                        .toList();
            }
            Files.createDirectory(aside);
            for (Path store : stores) {
                LocalDisk.SYNCED.rename(store, aside.resolve(store.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "damaged state cannot be set aside: empty '%s' by hand".formatted(directory), e);
        }
    }
}
