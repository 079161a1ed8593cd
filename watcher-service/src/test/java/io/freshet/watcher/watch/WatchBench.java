package io.freshet.watcher.watch;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.DatasetProblems;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.spec.WatchSpec;
import io.freshet.contracts.upstream.Checked;
import io.freshet.contracts.upstream.EventData;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.watcher.domain.ScanReason;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.intake.EventIntake;
import io.freshet.watcher.intake.EventQueries;
import io.freshet.watcher.rocksdb.RocksLedgerStore;
import io.freshet.watcher.scan.ContentReader;
import io.freshet.watcher.scan.DatasetDirectory;
import io.freshet.watcher.scan.NameBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One dataset's watch over a real directory and a real ledger, with a clock that the test moves and turns that it gives: nothing
 * happens by itself, so nothing need be waited for.
 */
final class WatchBench implements AutoCloseable {
    static final DatasetRef RAW = new DatasetRef("prod", "raw");
    static final Duration RECONCILE = Duration.ofSeconds(60);

    final MovableClock clock = new MovableClock();
    final InstantSource steady = clock.steady();
    final SimulatedVolumes volumes = new SimulatedVolumes();
    final List<DatasetProblems> reports = new ArrayList<>();
    final ManualNotifier notifier = new ManualNotifier();
    final WatchMetrics figures = new WatchMetrics();
    final StorageRoot root;
    final RecordingOutbox outbox;
    private final List<UpstreamEvent> topic = new ArrayList<>();
    private final Path state;
    private RocksLedgerStore ledgers;
    private WatchedDataset dataset;
    private @Nullable DatasetWatch watch;
    private NameBudget names = new NameBudget();
    private ContentReader reader = ContentReader.SHA256;

    WatchBench(Path temporary, String layout, WatchSpec spec) throws IOException {
        this.root = new StorageRoot(Files.createDirectories(temporary.resolve("root")));
        this.outbox = new RecordingOutbox(new ContentStore(root));
        this.state = temporary.resolve("state");
        this.ledgers = RocksLedgerStore.open(state);
        this.dataset = new WatchedDataset(RAW, "raw", Layout.parse(layout), spec);
    }

    static WatchSpec settling(Duration settle) {
        return new WatchSpec(settle, List.of(), null);
    }

    Path directory() {
        return root.dataset(RAW, dataset.path());
    }

    void reader(ContentReader other) {
        reader = other;
    }

    void names(NameBudget other) {
        names = other;
    }

    void redeploy(WatchedDataset other) {
        stop();
        dataset = other;
    }

    WatchedDataset dataset() {
        return dataset;
    }

    DatasetWatch watch() {
        DatasetWatch current = watch;
        if (current == null) {
            DatasetDirectory directory =
                    new DatasetDirectory(root.root(), directory(), file -> reader.hash(file), names);
            current = new DatasetWatch(dataset, directory, ledgers.ledger(RAW), around());
            watch = current;
        }
        return current;
    }

    /** An event that announces something of the dataset. */
    static UpstreamEvent extract(String id, Instant at, String data) {
        return new UpstreamEvent(
                id,
                "urn:lab",
                ExtractEvent.TYPE,
                null,
                at,
                null,
                null,
                new TreeMap<>(),
                EventData.of("{\"namespace\": \"prod\", \"dataset\": \"raw\", %s}".formatted(data)));
    }

    /** The event is on the topic, and is read; also by a process that is killed before it has kept what it read. */
    void announce(UpstreamEvent event, boolean isKilled) throws IOException {
        topic.add(event);
        if (isKilled) {
            var _ = readEvents(new EventIntake(ledgers.events(), ref -> true));
            restart();
        }
        EventIntake intake = new EventIntake(ledgers.events(), ref -> true);
        intake.keep(readEvents(intake));
        watch().announced();
    }

    private EventIntake.Reading readEvents(EventIntake intake) {
        int next = intake.positions("topic").getOrDefault(0, 0L).intValue();
        List<EventIntake.EventRecord> records = new ArrayList<>();
        for (int i = next; i < topic.size(); i++) {
            records.add(new EventIntake.EventRecord(0, i, clock.instant(), new Checked.Valid<>(topic.get(i))));
        }
        return intake.read("topic", records, Map.of(0, (long) topic.size()));
    }

    /** What became of the events. */
    EventQueries events() {
        return new EventQueries(ledgers, ref -> true, () -> ledgers.events().totals());
    }

    /** Writes without telling. */
    Path put(String path, String content) throws IOException {
        Path file = directory().resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /** Writes and tells that it was closed. */
    void write(String path, String content) throws IOException {
        Path file = directory().resolve(path);
        Path appeared = file.getParent();
        while (!Files.exists(appeared.getParent())) {
            appeared = appeared.getParent();
        }
        boolean isNewDirectory = !Files.exists(appeared);
        put(path, content);
        if (isNewDirectory) {
            notifier.directory(appeared);
        }
        notifier.file(file, ScanReason.CLOSED);
    }

    void delete(String path) throws IOException {
        Path file = directory().resolve(path);
        Files.delete(file);
        notifier.file(file, ScanReason.CLOSED);
    }

    /** Gives turns, and lets time pass, until nothing is left to do before the next reconciling scan. */
    void settle() throws Exception {
        Instant limit = steady.instant().plus(RECONCILE.dividedBy(2));
        while (true) {
            Instant next = watch().turn();
            Instant now = steady.instant();
            if (next.isAfter(limit)) {
                return;
            }
            if (next.isAfter(now)) {
                clock.advance(Duration.between(now, next));
            }
        }
    }

    /** Says that what has vanished was deleted, as it was reported last. */
    void confirmDeletions() {
        watch().confirm(java.util.Objects.requireNonNull(reports.getLast().confirmation()));
    }

    /** Lets the next reconciling scan come, and what follows. */
    void reconcile() throws Exception {
        clock.advance(RECONCILE.plusSeconds(1));
        settle();
    }

    /** Gives turns while there is work, but no time. */
    void work() throws Exception {
        while (!watch().turn().isAfter(steady.instant())) {
            // again
        }
    }

    void stop() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    /** As a new process would find it. */
    void restart() throws IOException {
        stop();
        ledgers.close();
        ledgers = RocksLedgerStore.open(state);
    }

    /** The disk with the state is lost. */
    void loseState() throws IOException {
        stop();
        ledgers.close();
        delete(state);
        ledgers = RocksLedgerStore.open(state);
    }

    /** Keeps the state as it is now, as a backup does. */
    void backUpState() throws IOException {
        stop();
        ledgers.close();
        delete(backup());
        copy(state, backup());
        ledgers = RocksLedgerStore.open(state);
    }

    /** The state is as it was at the last backup; lost, if there is none. */
    void restoreState() throws IOException {
        stop();
        ledgers.close();
        delete(state);
        if (Files.exists(backup())) {
            copy(backup(), state);
        }
        ledgers = RocksLedgerStore.open(state);
    }

    /** Something happens to the files of the state while no process has them open. */
    void damageState(Consumer<Path> damage) throws IOException {
        stop();
        ledgers.close();
        damage.accept(state);
        ledgers = RocksLedgerStore.open(state);
    }

    Path state() {
        return state;
    }

    private Path backup() {
        return state.resolveSibling("backup");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    static Fingerprint sha(String content) {
        return io.freshet.contracts.data.Sha256.of(content);
    }

    private WatchContext around() {
        return new WatchContext(
                root,
                ledgers,
                notifier,
                outbox,
                outbox,
                reports::add,
                ContentReader.SHA256,
                volumes,
                clock,
                steady,
                RECONCILE,
                figures);
    }

    @Override
    public void close() {
        stop();
        ledgers.close();
    }
}
