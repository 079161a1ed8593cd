package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.api.EventStatus;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events that are dropped, doubled, reordered and an hour late, no notification of the kernel at all, and kills at random moments: after
 * one reconciliation each fingerprint is that of a run in which nothing is lost, and what came without an event is what was dropped. A seed
 * reproduces a run; every second one has the files of fixture ER.
 */
class LostEventsTest {
    private static final int EXTRACTS = 60;
    private static final Duration STEP = Duration.ofSeconds(30);
    private static final int CHANCES = 100;

    @TempDir
    Path temporary;

    /** Which files an upstream system delivers: new ones, and then corrections of some of them. */
    private enum Delivery {
        /** Several files of a partition. */
        MIXED("{site}/{date:yyyy-MM-dd}/*.csv", 50) {
            @Override
            String path(int number, Random random) {
                return "site%d/2026-01-0%d/f%d.csv".formatted(random.nextInt(3), 1 + random.nextInt(5), number);
            }
        },
        /** As fixture ER has it: a file of each date and site. */
        ER("{date:yyyy-MM-dd}/{site}.csv", 48) {
            @Override
            String path(int number, Random random) {
                return "%s/%s.csv"
                        .formatted(
                                LocalDate.of(2025, 1, 1).plusDays(number / 3),
                                List.of("east", "north", "south").get(number % 3));
            }
        };

        private final String layout;
        private final int newFiles;

        Delivery(String layout, int newFiles) {
            this.layout = layout;
            this.newFiles = newFiles;
        }

        abstract String path(int number, Random random);
    }

    /** What an upstream system does: it puts a file into place, and says so. */
    private record Extract(int number, String path, String content) {
        UpstreamEvent event(Instant at) {
            return WatchBench.extract(
                    "e" + number,
                    at,
                    "\"path\": \"%s\", \"size\": %d, \"sha256\": \"%s\""
                            .formatted(path, content.length(), WatchBench.sha(content)));
        }
    }

    /** An event on its way. */
    private record Sent(Instant arrives, int order, UpstreamEvent event) {}

    /** What a run has come to. */
    private record Outcome(Map<PartitionKey, Fingerprint> fingerprints, long dropped, EventStatus.OfDataset counts) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void a_reconciliation_makes_up_for_every_event_that_was_lost(long seed) throws Exception {
        Delivery delivery = Delivery.values()[(int) (seed % Delivery.values().length)];
        Outcome lossFree = run(delivery, seed, "calm", false);
        Outcome lossy = run(delivery, seed, "lossy", true);

        assertEquals(lossFree.fingerprints(), lossy.fingerprints(), "seed " + seed);
        assertTrue(lossy.dropped() > 0, "seed " + seed);
        assertEquals(0, lossFree.counts().withoutEvent(), "seed " + seed);
        assertEquals(lossy.dropped(), lossy.counts().withoutEvent(), "seed " + seed);
        assertEquals(0, lossy.counts().waiting(), "seed " + seed);
        assertEquals(EXTRACTS - lossy.dropped(), lossy.counts().events(), "each counts once, seed " + seed);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("freshet.watch.event-seeds", 3));
    }

    private Outcome run(Delivery delivery, long seed, String name, boolean lossy) throws Exception {
        Random random = new Random(seed);
        List<Extract> story = story(delivery, new Random(seed));
        PriorityQueue<Sent> network =
                new PriorityQueue<>(Comparator.comparing(Sent::arrives).thenComparingInt(Sent::order));
        Path place = Files.createDirectories(temporary.resolve(name));
        try (WatchBench bench = new WatchBench(place, delivery.layout, WatchBench.settling(Duration.ZERO))) {
            Files.createDirectories(bench.directory());
            bench.notifier.copies(0);
            bench.settle();
            long dropped = 0;
            for (Extract extract : story) {
                boolean isAnnouncedFirst = extract.number() % 4 == 1;
                if (!isAnnouncedFirst) {
                    put(bench, place, extract);
                }
                boolean isLost = lossy && extract.number() > 0 && random.nextInt(CHANCES) < 20;
                dropped += isLost ? 1 : 0;
                if (!isLost) {
                    send(network, extract, bench.clock.instant(), lossy && extract.number() > 0 ? random : null);
                }
                pass(bench, network, lossy ? random : null);
                if (isAnnouncedFirst) {
                    put(bench, place, extract);
                }
                // From the first on, what comes without an event is counted; a content that is corrected has been seen
                // before.
                if (extract.number() == 0 || extract.number() == delivery.newFiles - 1) {
                    bench.reconcile();
                }
            }
            while (!network.isEmpty()) {
                bench.clock.advance(Duration.ofMinutes(5));
                pass(bench, network, null);
            }
            bench.reconcile();
            Map<PartitionKey, Fingerprint> fingerprints = bench.outbox.told().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> version(each.getValue()).fingerprint()));
            return new Outcome(
                    new TreeMap<>(fingerprints),
                    dropped,
                    bench.events().status().datasets().getFirst());
        }
    }

    private static PartitionVersion version(io.freshet.contracts.data.Manifest manifest) {
        return manifest.version();
    }

    private static List<Extract> story(Delivery delivery, Random random) {
        List<Extract> story = new ArrayList<>();
        for (int i = 0; i < EXTRACTS; i++) {
            String path = i < delivery.newFiles
                    ? delivery.path(i, random)
                    : story.get((i - delivery.newFiles) * 4).path();
            story.add(new Extract(i, path, "extract %d of %d".formatted(i, random.nextInt(1_000))));
        }
        return story;
    }

    private static void put(WatchBench bench, Path place, Extract extract) throws IOException {
        Path file = bench.directory().resolve(extract.path());
        Files.createDirectories(file.getParent());
        Path staged = Files.writeString(place.resolve("staged"), extract.content());
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void send(PriorityQueue<Sent> network, Extract extract, Instant now, Random random) {
        Instant arrives = now;
        if (random != null) {
            int luck = random.nextInt(CHANCES);
            arrives = luck < 5 ? now.plus(Duration.ofHours(1)) : luck < 25 ? now.plus(STEP.multipliedBy(2)) : now;
            if (random.nextInt(CHANCES) < 20) {
                network.add(
                        new Sent(arrives.plusSeconds(random.nextInt(4_000)), -extract.number(), extract.event(now)));
            }
        }
        network.add(new Sent(arrives, extract.number(), extract.event(now)));
    }

    /** Lets time pass, and the watch work; it is killed now and then, also with an event half dealt with. */
    private static void pass(WatchBench bench, PriorityQueue<Sent> network, Random random) throws Exception {
        while (!network.isEmpty() && !network.peek().arrives().isAfter(bench.clock.instant())) {
            bench.announce(network.poll().event(), random != null && random.nextInt(10) == 0);
        }
        if (random != null && random.nextInt(8) == 0) {
            bench.watch().turn();
            bench.restart();
        }
        bench.settle();
        bench.clock.advance(STEP);
    }
}
