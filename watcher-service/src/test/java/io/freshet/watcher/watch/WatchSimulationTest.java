package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ScanReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations on real files, with notices that are told, doubled or dropped, restarts, failing sends, states that are lost or older than the log, and steps of the
 * time of day in between; and
 * whenever all is quiet, what a reader knows must equal what a naive look at the whole directory gives. A seed reproduces a run.
 */
class WatchSimulationTest {
    private static final Layout LAYOUT = Layout.parse("{site}/{date:yyyy-MM-dd}/*.csv");
    private static final int ROUNDS = 12;
    private static final int OPERATIONS = 15;

    @TempDir
    Path temporary;

    private WatchBench bench;
    private Random random;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_is_told_equals_what_is_there(long seed) throws Exception {
        simulate(seed, 1, seed % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void also_when_all_notices_are_dropped(long seed) throws Exception {
        simulate(seed, 0, seed % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void also_when_all_notices_are_doubled(long seed) throws Exception {
        simulate(seed, 2, seed % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(2));
    }

    private void simulate(long seed, int copies, Duration settle) throws Exception {
        random = new Random(seed);
        try (WatchBench opened = new WatchBench(temporary, LAYOUT.toString(), WatchBench.settling(settle))) {
            bench = opened;
            bench.notifier.copies(copies);
            Files.createDirectories(bench.directory());
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < OPERATIONS; i++) {
                    operate();
                    if (random.nextInt(3) == 0) {
                        bear(bench::work);
                        bench.clock.advance(Duration.ofMillis(random.nextInt(800)));
                    }
                }
                disturb();
                bear(bench::settle);
                if (copies == 0) {
                    bear(bench::reconcile);
                }
                if (bench.reports.getLast().confirmation() != null) {
                    bench.confirmDeletions(); // nothing was left when the state was lost
                    bear(bench::settle);
                }
                assertEquals(naive(), bench.outbox.told(), "seed " + seed + ", round " + round);
            }
        }
    }

    private void disturb() throws IOException {
        switch (random.nextInt(8)) {
            case 0 -> bench.restart();
            case 1 -> bench.outbox.failNext(1 + random.nextInt(2), random.nextBoolean());
            case 2 -> bench.notifier.lost();
            case 3 -> bench.clock.set(Duration.ofMinutes(random.nextInt(120) - 60));
            case 4 -> bench.loseState();
            case 5 -> bench.backUpState();
            case 6 -> bench.restoreState();
            default -> {
                // a quiet round
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void bear(Step step) throws Exception {
        for (int failures = 0; failures < 4; failures++) {
            try {
                step.run();
                return;
            } catch (IOException e) {
                if (random.nextBoolean()) {
                    bench.restart();
                } else {
                    bench.watch().beginAnew();
                }
            }
        }
        throw new AssertionError("fails for ever");
    }

    private void operate() throws IOException {
        Path file = directory().resolve("f" + random.nextInt(3) + (random.nextInt(8) == 0 ? ".txt" : ".csv"));
        switch (random.nextInt(7)) {
            case 0, 1, 2 -> write(file);
            case 3 -> delete(file);
            case 4 -> move(file, directory().resolve("g.csv"));
            case 5 -> replace(file);
            default -> moveDirectory();
        }
    }

    private Path directory() {
        return bench.directory().resolve("site" + random.nextInt(3)).resolve("2026-01-0" + (1 + random.nextInt(3)));
    }

    private void write(Path file) throws IOException {
        appear(file.getParent());
        Files.writeString(file, "content " + random.nextInt(4));
        bench.notifier.file(file, ScanReason.CLOSED);
    }

    private void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            bench.notifier.file(file, ScanReason.CLOSED);
        }
    }

    private void move(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            appear(to.getParent());
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
            bench.notifier.file(from, ScanReason.CLOSED);
            bench.notifier.file(to, ScanReason.CLOSED);
        }
    }

    private void replace(Path file) throws IOException {
        Path staged = Files.writeString(temporary.resolve("staged"), "replaced " + random.nextInt(4));
        appear(file.getParent());
        Files.move(staged, file, StandardCopyOption.REPLACE_EXISTING);
        bench.notifier.file(file, ScanReason.CLOSED);
    }

    private void moveDirectory() throws IOException {
        Path from = directory();
        Path to = directory();
        if (Files.exists(from) && !Files.exists(to)) {
            appear(to.getParent());
            Files.move(from, to);
            bench.notifier.directory(from);
            bench.notifier.directory(to);
        }
    }

    /** Makes a directory, and tells of the topmost one that was not there. */
    private void appear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            return;
        }
        Path topmost = directory;
        while (!Files.exists(topmost.getParent())) {
            topmost = topmost.getParent();
        }
        Files.createDirectories(directory);
        bench.notifier.directory(topmost);
    }

    private Map<PartitionKey, Manifest> naive() throws IOException {
        Map<PartitionKey, List<Manifest.Entry>> entries = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(bench.directory())) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                RelativePath path = RelativePath.between(bench.directory(), file);
                Optional<PartitionKey> partition = LAYOUT.match(path.text());
                if (partition.isPresent()) {
                    entries.computeIfAbsent(partition.get(), key -> new ArrayList<>())
                            .add(new Manifest.Entry(path, Files.size(file), Sha256.of(file)));
                }
            }
        }
        Map<PartitionKey, Manifest> manifests = new TreeMap<>();
        entries.forEach((partition, files) -> manifests.put(partition, new Manifest(files)));
        return manifests;
    }
}
