package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.watcher.domain.ScanReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that takes long to read holds up its partition and nothing else. */
class LargeReadsTest {
    private static final PartitionKey NORTH = PartitionKey.of("site", "north");
    private static final PartitionKey SOUTH = PartitionKey.of("site", "south");
    private static final String LARGE = "north/large.csv";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch hasBegun = new CountDownLatch(1);
    private final AtomicInteger begun = new AtomicInteger();
    private WatchBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new WatchBench(temporary, "{site}/*.csv", WatchBench.settling(Duration.ofSeconds(2)));
        bench.reader(this::hash);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void other_files_are_told_of_while_a_large_one_is_read() throws Exception {
        makeLarge(LargeReads.LEAST_BYTES);
        bench.put("south/a.csv", "a");

        bench.settle();

        assertEquals(Set.of(SOUTH), bench.outbox.told().keySet());

        bench.write("south/b.csv", "b");
        bench.settle();

        assertEquals(2, bench.outbox.told().get(SOUTH).files().size());

        mayEnd.countDown();
        awaitNotice();
        bench.settle();

        assertEquals(Set.of(NORTH, SOUTH), bench.outbox.told().keySet());
        assertEquals(1, begun.get());
    }

    @Test
    void what_changes_while_it_is_read_is_read_anew() throws Exception {
        makeLarge(LargeReads.LEAST_BYTES);
        bench.settle();
        assertTrue(hasBegun.await(LIMIT.toSeconds(), TimeUnit.SECONDS));

        makeLarge(LargeReads.LEAST_BYTES + 1);
        bench.notifier.file(bench.directory().resolve(LARGE), ScanReason.CLOSED);
        bench.settle();
        mayEnd.countDown();
        while (bench.outbox.told().isEmpty()) {
            awaitNotice();
            bench.settle();
        }

        assertEquals(
                LargeReads.LEAST_BYTES + 1,
                bench.outbox.told().get(NORTH).files().getFirst().bytes());
        assertEquals(2, begun.get());
    }

    @Test
    void what_is_deleted_while_it_is_read_holds_up_its_partition_no_more() throws Exception {
        makeLarge(LargeReads.LEAST_BYTES);
        bench.put("north/small.csv", "small");
        bench.settle();
        assertEquals(Set.of(), bench.outbox.told().keySet());

        bench.delete(LARGE);
        bench.settle();

        assertEquals(
                RelativePath.parse("north/small.csv"),
                bench.outbox.told().get(NORTH).files().getFirst().path());
    }

    private Fingerprint hash(Path file) throws IOException {
        if (file.endsWith(LARGE)) {
            begun.incrementAndGet();
            hasBegun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("not wanted any more");
            }
        }
        return Sha256.of(file);
    }

    private void awaitNotice() throws InterruptedException {
        bench.watch().notices().await(LIMIT);
        assertTrue(!bench.watch().notices().isEmpty(), "nobody told that the file has been read");
    }

    /** One that only says it is so large. */
    private void makeLarge(long bytes) throws IOException {
        Path file = bench.directory().resolve(LARGE);
        Files.createDirectories(file.getParent());
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(bytes);
        }
    }
}
