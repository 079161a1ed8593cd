package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.servicekit.posix.OpenDirectory;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where the views of attempts lie. All attempts of an instance work in one place, one after the other, so that a tool that writes the
 * paths of its inputs into its output writes the same each time. Whose view lies there is on record beside it; the end of one attempt never
 * takes the next one's view away. Thread-safe.
 *
 * <pre>
 * work/launcher/place            the view
 * work/launcher/place.attempt    whose it is
 * attempts/attempt/place         where an attempt's view is
 * </pre>
 */
final class ViewPlaces {
    private static final int NAME_LENGTH = 32;
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private final StorageRoot root;
    private final Path places;

    /**
     * @param launcher whose name no other launcher on this storage root has
     */
    ViewPlaces(StorageRoot root, String launcher) throws IOException {
        this.root = root;
        this.places =
                InternalDirectories.makePassage(root.internal().resolve("work").resolve(launcher));
    }

    /** The view of an attempt in the place of its instance; nothing is made. */
    AttemptView of(String attempt, InstanceRef instance) {
        Path place = places.resolve(Sha256.of(instance.toString()).hex().substring(0, NAME_LENGTH));
        return new AttemptView(root.attempt(attempt), place, Map.of());
    }

    /** Gives the place to an attempt: what another one left there goes. */
    void take(String attempt, AttemptView view) throws IOException {
        String name = view.directory().getFileName().toString();
        Optional<Path> aside;
        synchronized (this) {
            aside = moveAside(view.directory());
            write(view.records().resolve("place"), name);
            write(holder(name), attempt);
            Files.createDirectory(view.directory());
        }
        if (aside.isPresent()) {
            FileTrees.delete(aside.get());
        }
    }

    /**
     * Takes the view of an attempt away, if there is one that is still its own. The results stay, beside the records.
     *
     * @return whether the attempt had a place
     */
    boolean leave(String attempt) throws IOException {
        Path records = root.attempt(attempt);
        Optional<String> name = read(records.resolve("place"));
        if (name.isEmpty()) {
            return false;
        }
        Path view = places.resolve(name.get());
        Optional<Path> aside = Optional.empty();
        synchronized (this) {
            if (read(holder(name.get())).filter(attempt::equals).isPresent()) {
                keepResults(view, records);
                aside = moveAside(view);
                Files.deleteIfExists(holder(name.get()));
            }
        }
        if (aside.isPresent()) {
            FileTrees.delete(aside.get());
        }
        return true;
    }

    private static void keepResults(Path view, Path records) throws IOException {
        Path results = view.resolve("results.json");
        if (Files.isRegularFile(results, LinkOption.NOFOLLOW_LINKS) && Files.exists(records)) {
            rename(results, records.resolve("results.json"));
        }
    }

    private Optional<Path> moveAside(Path view) throws IOException {
        if (!Files.exists(view, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Path aside = root.internal()
                .resolve("discarded")
                .resolve("%s-%d-%d"
                        .formatted(view.getFileName(), ProcessHandle.current().pid(), SEQUENCE.incrementAndGet()));
        rename(view, aside);
        return Optional.of(aside);
    }

    /** Nothing here has to outlive a power failure. */
    private static void rename(Path from, Path to) throws IOException {
        try (OpenDirectory source = OpenDirectory.open(Objects.requireNonNull(from.getParent()));
                OpenDirectory target = OpenDirectory.open(Objects.requireNonNull(to.getParent()))) {
            source.rename(Objects.requireNonNull(from.getFileName()), target, Objects.requireNonNull(to.getFileName()));
        }
    }

    private Path holder(String name) {
        return places.resolve(name + ".attempt");
    }

    /** Needs no care for power failures: the order to launch is carried out anew then. */
    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
