package io.freshet.watcher.watch;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.DatasetProblems.Kind;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.Announcement;
import io.freshet.watcher.domain.AnnouncementRule;
import io.freshet.watcher.domain.AnnouncementRule.Fit;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.ProblemTally;
import io.freshet.watcher.domain.Target;
import io.freshet.watcher.domain.TargetState;
import io.freshet.watcher.domain.UnannouncedFile;
import io.freshet.watcher.domain.WatchedDataset;
import io.freshet.watcher.ledger.Announcements;
import io.freshet.watcher.ledger.Announcements.UnannouncedKey;
import io.freshet.watcher.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What events have announced of one dataset, beside what is there. An announcement is open until a file that fits it is reported;
 * while there is one that does not fit, its partition is held back. Everything is noted before it takes effect, so that after a
 * crash the same is found again, and an event that was taken is taken once. For one thread, but for {@link #wake} and {@link #counts}.
 */
final class AnnouncedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(AnnouncedFiles.class);

    /** The bound on the announcements of one dataset that are open. */
    static final int MOST_OPEN = 10_000;

    private static final int MOST_AT_ONCE = 1_000;

    /** For how long contents without an event are remembered after they were counted. */
    private static final Duration LATEST = Duration.ofDays(7);

    private final WatchedDataset dataset;
    private final Ledger ledger;
    private final Announcements rows;
    private final InstantSource clock;
    private final TreeMap<Target, TargetState> open = new TreeMap<>();
    private volatile EventCounts counts = EventCounts.NONE;
    private boolean tracks;
    private boolean appeared = true;
    private long changes;
    private volatile boolean received = true;

    AnnouncedFiles(WatchedDataset dataset, Ledger ledger, Announcements rows, InstantSource clock) {
        this.dataset = dataset;
        this.ledger = ledger;
        this.rows = rows;
        this.clock = clock;
    }

    /** Goes on with what was noted. */
    void begin() {
        open.clear();
        open.putAll(rows.open());
        counts = rows.counts();
        tracks = counts.events() > 0;
    }

    /** Something was received. May be called from any thread. */
    void wake() {
        received = true;
    }

    /** What became of what was announced. May be called from any thread. */
    EventCounts counts() {
        return counts;
    }

    /** Whether there is more to take. */
    boolean hasMore() {
        return received;
    }

    /** Is another number when other announcements are open than before, or another content is held back. */
    long changes() {
        return changes;
    }

    /**
     * Takes what was received.
     *
     * @param look is called with every target that was announced
     */
    void take(Consumer<Target> look) {
        if (!received) {
            return;
        }
        received = false;
        List<Announcements.Received> next = rows.received(MOST_AT_ONCE);
        next.forEach(each -> take(each, look));
        received |= next.size() == MOST_AT_ONCE;
    }

    private void take(Announcements.Received each, Consumer<Target> look) {
        Announcement event = each.announcement();
        Target target;
        try {
            target = Target.of(event, dataset.layout());
        } catch (IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("dataset", dataset.ref())
                    .addKeyValue("source", event.source())
                    .addKeyValue("event", event.id())
                    .addKeyValue("reason", e.getMessage())
                    .log("An event announces what the dataset cannot have: correct it where it is made");
            write(each.place(), Map.of(), new TreeMap<>(), new EventCounts(1, 0, 0, 1, 0, 0, 0));
            return;
        }
        AnnouncementRule.Decision decision =
                AnnouncementRule.take(event, rows.target(target).orElse(null), fit(target, event), unannounced(target));
        SortedMap<UnannouncedKey, UnannouncedFile> changed = new TreeMap<>();
        decision.unannounced()
                .forEach((path, file) ->
                        changed.put(new UnannouncedKey(target.partition(), RelativePath.parse(path)), file));
        write(each.place(), Map.of(target, decision.state()), changed, decision.counts());
        look.accept(target);
        dropOldest();
    }

    private SortedMap<String, UnannouncedFile> unannounced(Target target) {
        SortedMap<String, UnannouncedFile> files = new TreeMap<>();
        RelativePath path = target.path();
        if (path == null) {
            rows.unannounced(target.partition())
                    .forEach((key, file) -> files.put(key.path().text(), file));
        } else {
            rows.unannounced(target.partition(), path).ifPresent(file -> files.put(path.text(), file));
        }
        return files;
    }

    /** A file that nobody has announced is about to be remembered with a content that it did not have. */
    void appears(RelativePath path, PartitionKey partition, long bytes, Fingerprint content) {
        changes += open.isEmpty() ? 0 : 1;
        if (!tracks || open.containsKey(new Target(partition, path)) || open.containsKey(new Target(partition, null))) {
            return;
        }
        UnannouncedFile known = rows.unannounced(partition, path).orElse(null);
        UnannouncedFile now = AnnouncementRule.appeared(known, bytes, content);
        if (!now.equals(known)) {
            appeared = true;
            write(null, Map.of(), new TreeMap<>(Map.of(new UnannouncedKey(partition, path), now)), EventCounts.NONE);
        }
    }

    /** Whether something in the partition is not what was announced. */
    boolean holdsBack(PartitionKey partition) {
        for (Map.Entry<Target, TargetState> each :
                open.tailMap(new Target(partition, null)).entrySet()) {
            if (!each.getKey().partition().equals(partition)) {
                return false;
            }
            if (fit(each.getKey(), announced(each.getValue())) instanceof Fit.Differs) {
                return true;
            }
        }
        return false;
    }

    /** Closes the announcements of these partitions whose file has been reported. */
    void reported(Collection<PartitionKey> partitions) {
        if (!open.isEmpty()) {
            for (PartitionKey partition : partitions) {
                List.copyOf(open.tailMap(new Target(partition, null)).entrySet()).stream()
                        .takeWhile(each -> each.getKey().partition().equals(partition))
                        .forEach(each -> closeIfReported(each.getKey(), each.getValue()));
            }
        }
    }

    /** Closes all whose file has been reported. */
    void allReported() {
        Map.copyOf(open).forEach(this::closeIfReported);
    }

    private void closeIfReported(Target target, TargetState state) {
        if (ledger.differing(target.partition()) == 0 && fit(target, announced(state)) instanceof Fit.Fits) {
            write(
                    null,
                    Map.of(target, new TargetState(state.newest(), null)),
                    new TreeMap<>(),
                    new EventCounts(0, 1, 0, 0, 0, 0, 0));
        }
    }

    /** A full scan has ended: counts what has come without an event. */
    void reconciled() {
        if (!tracks || !appeared) {
            tracks = counts.events() > 0;
            return; // what came before the first event is not counted
        }
        Instant now = clock.instant();
        SortedMap<UnannouncedKey, UnannouncedFile> changed = new TreeMap<>();
        EventCounts[] more = {EventCounts.NONE};
        rows.eachUnannounced((key, file) -> {
            AnnouncementRule.Counted counted = AnnouncementRule.reconciled(file, now, now.minus(LATEST));
            if (!counted.file().equals(file)) {
                changed.put(key, counted.file());
                more[0] = more[0].plus(counted.counts());
            }
            if (changed.size() == MOST_AT_ONCE) {
                write(null, Map.of(), changed, more[0]);
                changed.clear();
                more[0] = EventCounts.NONE;
            }
        });
        write(null, Map.of(), changed, more[0]);
        appeared = false;
    }

    /** Adds what waits for its file, and what is held back. */
    void addTo(ProblemTally tally) {
        open.forEach((target, state) -> {
            Announcement event = announced(state);
            String place = target.path() == null ? target.partition().toString() : target.pathText();
            if (fit(target, event) instanceof Fit.Differs(long bytes, Fingerprint content)) {
                tally.add(
                        Kind.DIFFERING_CONTENT,
                        place,
                        "event %s of %s announces %s; there are %d bytes, sha256 %s"
                                .formatted(event.id(), event.source(), contents(event), bytes, content));
            } else {
                tally.add(Kind.ANNOUNCED_FILE, place, "event %s of %s".formatted(event.id(), event.source()));
            }
        });
    }

    private static String contents(Announcement event) {
        Long bytes = event.bytes();
        Fingerprint content = event.content();
        return (bytes == null ? "" : bytes + " bytes")
                + (bytes == null || content == null ? "" : ", ")
                + (content == null ? "" : "sha256 " + content);
    }

    /** Beyond the bound, the oldest that have no file are forgotten: what comes of them is reported all the same. */
    private void dropOldest() {
        if (open.size() <= MOST_OPEN) {
            return;
        }
        Optional<Map.Entry<Target, TargetState>> oldest = open.entrySet().stream()
                .min(Map.Entry.comparingByValue(java.util.Comparator.comparing(TargetState::newest)));
        oldest.ifPresent(each -> write(
                null,
                Map.of(each.getKey(), new TargetState(each.getValue().newest(), null)),
                new TreeMap<>(),
                new EventCounts(0, 0, 0, 0, 1, 0, 0)));
    }

    private void write(
            Announcements.@Nullable Place taken,
            Map<Target, TargetState> targets,
            SortedMap<UnannouncedKey, UnannouncedFile> unannounced,
            EventCounts more) {
        EventCounts total = counts.plus(more);
        rows.write(new Announcements.Change(taken, targets, unannounced, total.equals(counts) ? null : total));
        counts = total;
        targets.forEach((target, state) -> {
            changes++;
            if (state.open() == null) {
                open.remove(target);
            } else {
                open.put(target, state);
            }
        });
    }

    private Fit fit(Target target, Announcement event) {
        return AnnouncedFit.of(target, event, ledger);
    }

    private static Announcement announced(TargetState state) {
        return Objects.requireNonNull(state.open(), "only what is open is asked for");
    }
}
