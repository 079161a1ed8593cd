package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.partition.PartitionKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a dataset with the two sites north and south, which begin when both have been reported. */
abstract class WithSites {
    static final PartitionKey NORTH = PartitionKey.of("site", "north");
    static final PartitionKey SOUTH = PartitionKey.of("site", "south");

    @TempDir
    Path temporary;

    WatchBench bench;

    /** Puts the files of both sites into place. */
    abstract void prepare() throws IOException;

    @BeforeEach
    final void open() throws Exception {
        bench = new WatchBench(temporary, "{site}/*.csv", WatchBench.settling(Duration.ZERO));
        prepare();
        bench.clock.advance(Duration.ofSeconds(5));
        bench.settle();
        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
    }

    @AfterEach
    final void close() {
        bench.close();
    }
}
