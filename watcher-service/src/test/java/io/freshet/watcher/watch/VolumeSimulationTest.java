package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ScanReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random files on volumes that come and go, are numbered anew, lose files while they are away and have strangers below their mount points,
 * with notices or without, and restarts. What a reader knows of a volume that is as it was equals what is there; where another file system
 * lacks a known file, or all known files are gone without notice, he knows what he knew before.
 */
class VolumeSimulationTest {
    private static final List<String> SITES = List.of("north", "south", "west");
    private static final int ROUNDS = 25;
    private static final Long NOT_MOUNTED = -1L;

    @TempDir
    Path temporary;

    private final Map<String, Long> devices = new HashMap<>();
    private final Map<String, Long> trusted = new HashMap<>();
    private final Set<Path> witnessed = new HashSet<>();
    private final List<String> story = new ArrayList<>();
    private boolean notices;
    private WatchBench bench;
    private Random random;
    private long device = 100;

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_not_there_is_never_told_to_be_deleted(long seed) throws Exception {
        random = new Random(seed);
        Duration settle = random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(2);
        try (WatchBench opened = new WatchBench(temporary, "{site}/*.csv", WatchBench.settling(settle))) {
            bench = opened;
            notices = random.nextBoolean();
            bench.notifier.copies(notices ? 1 : 0);
            Files.createDirectories(bench.directory());
            bench.put("base/always.csv", "so that the dataset's own directory is never empty");
            for (String site : SITES) {
                Files.createDirectories(bench.directory().resolve(site));
                Files.createDirectories(below(site));
                attach(site, device++);
            }
            Map<PartitionKey, Manifest> known = new TreeMap<>();
            for (int round = 0; round < ROUNDS; round++) {
                story.add("round " + round);
                for (int i = 0; i < 4; i++) {
                    operate(SITES.get(random.nextInt(SITES.size())));
                }
                if (random.nextInt(4) == 0) {
                    story.add("restart");
                    bench.restart();
                    witnessed.clear(); // what the kernel told, nobody has heard
                }
                bench.reconcile();
                bench.reconcile();
                known = expected(known);
                assertEquals(known, bench.outbox.told(), "seed " + seed + ", " + story);
            }
            for (String site : SITES) {
                mount(site);
            }
            bench.reconcile();
            if (bench.reports.getLast().confirmation() != null) {
                bench.confirmDeletions();
            }
            bench.settle();
            bench.reconcile();
            assertEquals(present(), bench.outbox.told(), "seed " + seed + ", in the end");
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("freshet.watch.volume-seeds", 16));
    }

    private void operate(String site) throws IOException {
        switch (random.nextInt(9)) {
            case 0, 1 -> unmount(site);
            case 2, 3 -> mount(site);
            case 4 -> {
                if (bench.volumes.isMounted(site)) {
                    attach(site, device++);
                }
            }
            case 5 -> delete(site);
            default -> write(site);
        }
    }

    /** Below the mount point if the volume is not there. */
    private void write(String site) throws IOException {
        Path file = bench.directory().resolve(site).resolve("f" + random.nextInt(4) + ".csv");
        story.add("write " + bench.directory().relativize(file));
        Files.writeString(file, "content " + random.nextInt(3));
        bench.notifier.file(file, ScanReason.CLOSED);
    }

    /** On the volume, wherever it is; what is away has no notices. */
    private void delete(String site) throws IOException {
        boolean mounted = bench.volumes.isMounted(site);
        Path directory = mounted ? bench.directory().resolve(site) : away(site);
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            Path file = directory.resolve("f" + random.nextInt(4) + ".csv");
            boolean told = mounted && notices && random.nextBoolean();
            story.add((told ? "told delete " : "delete ") + site + "/" + file.getFileName());
            if (Files.deleteIfExists(file) && told) {
                bench.notifier.file(file, ScanReason.CLOSED);
                witnessed.add(file);
            }
        }
    }

    private void unmount(String site) throws IOException {
        if (bench.volumes.isMounted(site)) {
            story.add("unmount " + site);
            Files.move(bench.directory().resolve(site), away(site));
            Files.move(below(site), bench.directory().resolve(site));
            bench.volumes.unmount(site);
        }
    }

    private void mount(String site) throws IOException {
        if (!bench.volumes.isMounted(site)) {
            Files.move(bench.directory().resolve(site), below(site));
            Files.move(away(site), bench.directory().resolve(site));
            attach(site, random.nextBoolean() ? device++ : devices.get(site));
        }
    }

    private void attach(String site, long number) {
        story.add("mount " + site + " as " + number);
        devices.put(site, number);
        bench.volumes.mount(site, number);
    }

    /** Where a volume is while it is not mounted. */
    private Path away(String site) {
        return temporary.resolve("away-" + site);
    }

    /** Where the directory is that a mounted volume covers. */
    private Path below(String site) {
        return temporary.resolve("below-" + site);
    }

    private Map<PartitionKey, Manifest> expected(Map<PartitionKey, Manifest> known) throws IOException {
        Map<PartitionKey, Manifest> there = present();
        Map<PartitionKey, Manifest> expected = new TreeMap<>();
        PartitionKey base = PartitionKey.of("site", "base");
        expected.put(base, there.get(base));
        Map<String, Long> accepted = new HashMap<>();
        for (String site : SITES) {
            boolean lacks = files(known, site).stream().anyMatch(Files::notExists);
            boolean replaced = !device(site).equals(trusted.getOrDefault(site, NOT_MOUNTED));
            boolean held = (replaced && lacks) || (hasVolume(site) && isEmptied(files(known, site)));
            Manifest holds = (held ? known : there).get(PartitionKey.of("site", site));
            if (holds != null) {
                expected.put(PartitionKey.of("site", site), holds);
            }
            if (!held) {
                accepted.put(site, device(site));
            }
        }
        trusted.putAll(accepted);
        witnessed.clear();
        return expected;
    }

    private boolean isEmptied(List<Path> known) {
        return !known.isEmpty()
                && !witnessed.containsAll(known)
                && known.stream().allMatch(Files::notExists);
    }

    private List<Path> files(Map<PartitionKey, Manifest> known, String site) {
        return known.getOrDefault(PartitionKey.of("site", site), Manifest.EMPTY).files().stream()
                .map(file -> file.path().resolveIn(bench.directory()))
                .toList();
    }

    /** Whether the site's files come from a volume of their own, or did. */
    private boolean hasVolume(String site) {
        return bench.volumes.isMounted(site) || trusted.getOrDefault(site, NOT_MOUNTED) >= 0;
    }

    /** Of the file system that the site's files come from now. */
    private Long device(String site) {
        return bench.volumes.isMounted(site) ? devices.get(site) : NOT_MOUNTED;
    }

    private Map<PartitionKey, Manifest> present() throws IOException {
        Map<PartitionKey, List<Manifest.Entry>> entries = new TreeMap<>();
        for (String site : List.of("base", "north", "south", "west")) {
            try (Stream<Path> files = Files.list(bench.directory().resolve(site))) {
                for (Path file : files.toList()) {
                    entries.computeIfAbsent(PartitionKey.of("site", site), key -> new ArrayList<>())
                            .add(new Manifest.Entry(
                                    RelativePath.between(bench.directory(), file), Files.size(file), Sha256.of(file)));
                }
            }
        }
        Map<PartitionKey, Manifest> manifests = new TreeMap<>();
        entries.forEach((partition, files) -> manifests.put(partition, new Manifest(files)));
        return manifests;
    }
}
