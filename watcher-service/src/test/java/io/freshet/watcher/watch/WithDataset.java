package io.freshet.watcher.watch;

import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.spec.WatchSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one watched dataset, by site and date. */
abstract class WithDataset {
    static final String BY_SITE = "{site}/{date:yyyy-MM-dd}/*.csv";
    static final PartitionKey NORTH_5 = PartitionKey.of("site", "north", "date", "2026-01-05");
    static final PartitionKey SOUTH_5 = PartitionKey.of("site", "south", "date", "2026-01-05");
    static final Duration SETTLE = Duration.ofSeconds(2);

    @TempDir
    Path temporary;

    WatchBench bench;

    @AfterEach
    void close() {
        bench.close();
    }

    WatchBench bench(Duration settle) throws IOException {
        return bench(BY_SITE, WatchBench.settling(settle));
    }

    WatchBench bench(String layout, WatchSpec spec) throws IOException {
        bench = new WatchBench(temporary, layout, spec);
        return bench;
    }
}
