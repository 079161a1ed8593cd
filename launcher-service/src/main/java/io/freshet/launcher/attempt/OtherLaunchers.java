package io.freshet.launcher.attempt;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.journal.JournalFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The journals of the other launchers on a storage root, whether they run or not. Thread-safe. */
final class OtherLaunchers {
    private final Path launchers;
    private final String instance;
    private final Map<String, JournalFollower> followers = new TreeMap<>();

    /**
     * @param launchers the directory of all launchers' directories
     * @param instance the launcher that is none of the others
     */
    OtherLaunchers(Path launchers, String instance) {
        this.launchers = launchers;
        this.instance = instance;
    }

    static Path journal(Path launchers, String launcher) {
        return launchers.resolve(launcher).resolve("journal");
    }

    /** The launchers that have attempts which are not closed. */
    List<String> withOpenAttempts() throws IOException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, JournalFollower> other : followers().entrySet()) {
            if (!other.getValue().open().isEmpty()) {
                found.add(other.getKey());
            }
        }
        return found;
    }

    /** The launcher that has an attempt which is not closed. */
    Optional<String> ownerOf(String attempt) throws IOException {
        for (Map.Entry<String, JournalFollower> other : followers().entrySet()) {
            if (other.getValue().isOpen(attempt)) {
                return Optional.of(other.getKey());
            }
        }
        return Optional.empty();
    }

    boolean isKnown(String attempt) throws IOException {
        for (JournalFollower other : followers().values()) {
            if (other.isKnown(attempt)) {
                return true;
            }
        }
        return false;
    }

    Optional<LaunchAttempt> launch(String attempt) throws IOException {
        for (JournalFollower other : followers().values()) {
            Optional<LaunchAttempt> launch = other.launch(attempt);
            if (launch.isPresent()) {
                return launch;
            }
        }
        return Optional.empty();
    }

    Optional<AttemptFinished> finish(String attempt) throws IOException {
        for (JournalFollower other : followers().values()) {
            Optional<AttemptFinished> finish = other.finish(attempt);
            if (finish.isPresent()) {
                return finish;
            }
        }
        return Optional.empty();
    }

    private synchronized Map<String, JournalFollower> followers() throws IOException {
        try (Stream<Path> entries = Files.list(launchers)) {
            List<String> names = entries.filter(Files::isDirectory)
                    .map(directory -> directory.getFileName().toString())
                    .filter(name -> !name.equals(instance))
                    .toList();
            followers.keySet().retainAll(names);
            names.forEach(name -> followers.computeIfAbsent(name, _ -> new JournalFollower(journal(launchers, name))));
        }
        return new TreeMap<>(followers);
    }
}
