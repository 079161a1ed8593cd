package io.freshet.endtoend.installation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.endtoend.installation.EventLog.Place;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an installation at rest has kept its promises, by its log, its history and its directories alone: it asks no service.
 * Each method is one promise and adds what breaks it to the violations.
 */
public final class PromiseCheck {
    private final EventLog log;
    private final StorageRoot storage;
    private final String historyUrl;
    private final List<String> violations = new ArrayList<>();

    private PromiseCheck(EventLog log, StorageRoot storage, String historyUrl) {
        this.log = log;
        this.storage = storage;
        this.historyUrl = historyUrl;
    }

    /** What is broken, in words; nothing if all is well. */
    public static List<String> violations(Installation installation) throws IOException, SQLException {
        PromiseCheck check = new PromiseCheck(
                EventLog.read(installation.kafka()),
                new StorageRoot(installation.storage()),
                installation.databaseUrl(Part.AUDIT));
        check.everyInstanceHasAnEnd();
        check.everyAttemptHasOneEnd();
        check.outputsCountOnce();
        check.onlyWhatWasAcceptedIsPublished();
        check.directoriesShowWhatWasAccepted();
        check.historyEqualsTheLog();
        check.nothingWasRefused();
        return List.copyOf(check.violations);
    }

    private void everyInstanceHasAnEnd() {
        log.states().forEach((instance, state) -> {
            if (!state.isSettled()) {
                violations.add("%s is still %s".formatted(instance, state));
            }
        });
        Set<String> finished = log.runsFinished().keySet();
        log.runsStarted()
                .filter(run -> !finished.contains(run))
                .forEach(run -> violations.add("run %s has no end".formatted(run)));
    }

    /** A report may come twice when its launcher died before it knew that it had arrived; it then says the same. */
    private void everyAttemptHasOneEnd() {
        ends().forEach((attempt, ends) -> {
            if (ends.size() > 1) {
                violations.add("attempt %s ended in different ways: %s".formatted(attempt, ends));
            }
        });
    }

    private Map<String, Set<AttemptFinished>> ends() {
        return log.finishes().collect(Collectors.groupingBy(AttemptFinished::attempt, Collectors.toSet()));
    }

    private void outputsCountOnce() {
        Map<Place, Fingerprint> shown = new HashMap<>();
        Set<String> counted = new HashSet<>();
        log.all(FileChanges.class).filter(changes -> changes.produced() != null).forEach(changes -> {
            for (PartitionChange change : changes.changes()) {
                Place place = new Place(changes.dataset(), change.partition());
                Fingerprint before =
                        change.before() == null ? null : change.before().fingerprint();
                if (!Objects.equals(before, shown.get(place))) {
                    violations.add("%s goes from %s, but was %s".formatted(place, before, shown.get(place)));
                }
                if (!counted.add(changes.produced().attempt() + " " + place)) {
                    violations.add("attempt %s counts twice for %s"
                            .formatted(changes.produced().attempt(), place));
                }
                shown.put(place, change.after() == null ? null : change.after().fingerprint());
            }
        });
    }

    private void onlyWhatWasAcceptedIsPublished() {
        if (!log.published().equals(log.accepted())) {
            violations.add("published is %s, accepted is %s".formatted(log.published(), log.accepted()));
        }
        Set<String> accepted = log.all(FileChanges.class)
                .flatMap(changes -> changes.changes().stream()
                        .filter(change -> change.after() != null)
                        .map(change -> changes.dataset() + "/" + change.partition() + " "
                                + change.after().fingerprint()))
                .collect(Collectors.toSet());
        log.all(PartitionPublished.class)
                .filter(event -> event.version() != null)
                .map(event -> event.dataset() + "/" + event.partition() + " "
                        + event.version().fingerprint())
                .filter(version -> !accepted.contains(version))
                .forEach(version -> violations.add("published, but never accepted: " + version));
    }

    private void directoriesShowWhatWasAccepted() throws IOException {
        Map<DatasetRef, FileChanges> datasets = new HashMap<>();
        log.all(FileChanges.class)
                .filter(changes -> changes.produced() != null)
                .forEach(changes -> datasets.put(changes.dataset(), changes));
        Map<Place, Fingerprint> shown = new TreeMap<>();
        for (FileChanges dataset : datasets.values()) {
            shown.putAll(shown(dataset));
        }
        if (!shown.equals(log.accepted())) {
            violations.add("the directories show %s, accepted is %s".formatted(shown, log.accepted()));
        }
    }

    private Map<Place, Fingerprint> shown(FileChanges dataset) throws IOException {
        Path directory = storage.dataset(dataset.dataset(), dataset.path());
        Layout layout = Layout.parse(dataset.layout());
        Map<PartitionKey, List<Manifest.Entry>> files = new HashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    RelativePath path = RelativePath.between(directory, file);
                    PartitionKey partition = layout.match(path.text())
                            .orElseThrow(() -> new AssertionError(file + " does not belong here"));
                    files.computeIfAbsent(partition, _ -> new ArrayList<>())
                            .add(new Manifest.Entry(path, Files.size(file), Sha256.of(file)));
                }
            }
        }
        Map<Place, Fingerprint> shown = new HashMap<>();
        files.forEach((partition, entries) ->
                shown.put(new Place(dataset.dataset(), partition), new Manifest(entries).fingerprint()));
        return shown;
    }

    private void historyEqualsTheLog() throws SQLException {
        Map<String, String> states = new TreeMap<>();
        log.states().forEach((instance, state) -> states.put(instance, state.name()));
        compare("instances", states, "SELECT instance, state FROM instances");

        Map<String, String> attempts = new TreeMap<>();
        ends().forEach((attempt, ends) ->
                attempts.put(attempt, outcome(ends.iterator().next().outcome())));
        compare(
                "ended attempts",
                attempts,
                "SELECT attempt, CASE WHEN succeeded THEN 'succeeded' ELSE 'failed' END FROM attempts"
                        + " WHERE finished_at IS NOT NULL");

        Map<String, String> partitions = new TreeMap<>();
        log.accepted().forEach((place, version) -> partitions.put(place.toString(), version + " " + version));
        compare(
                "partitions",
                partitions,
                "SELECT namespace || '/' || dataset || '/' || partition, fingerprint || ' ' || published_fingerprint"
                        + " FROM partitions WHERE instance IS NOT NULL AND fingerprint IS NOT NULL");

        Map<String, String> runs = new TreeMap<>();
        log.runsFinished().forEach((run, end) -> runs.put(run, end.state().name()));
        compare("runs", runs, "SELECT run, state FROM runs");
    }

    private static String outcome(Outcome outcome) {
        return outcome instanceof Outcome.Succeeded ? "succeeded" : "failed";
    }

    private void compare(String what, Map<String, String> expected, String query) throws SQLException {
        Map<String, String> found = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(historyUrl);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
        }
        Set<String> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            if (!Objects.equals(expected.get(key), found.get(key))) {
                violations.add("%s: the log says %s of %s, the history %s"
                        .formatted(what, expected.get(key), key, found.get(key)));
            }
        }
    }

    private void nothingWasRefused() {
        if (log.deadLetters() > 0) {
            violations.add(log.deadLetters() + " dead letters");
        }
    }
}
