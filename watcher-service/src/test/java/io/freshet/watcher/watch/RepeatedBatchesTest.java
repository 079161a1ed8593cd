package io.freshet.watcher.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.contracts.event.FileChanges;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent again, and what is not, after failures and restarts. */
final class RepeatedBatchesTest extends WithDataset {
    @Test
    void a_failed_send_is_repeated_with_equal_ids() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, true);
        assertThrows(IOException.class, bench::settle);

        bench.put("south/2026-01-05/a.csv", "a");
        bench.watch().beginAnew();
        bench.settle();

        List<List<FileChanges>> batches = bench.outbox.batches();
        assertEquals(3, batches.size());
        assertEquals(batches.get(0), batches.get(1));
        assertNotEquals(
                batches.get(1).getFirst().cause().id(),
                batches.get(2).getFirst().cause().id());
    }

    @Test
    void a_batch_that_the_log_has_is_not_sent_again_after_a_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, true);
        assertThrows(IOException.class, bench::settle);

        bench.put("south/2026-01-05/a.csv", "a");
        bench.restart();
        bench.settle();

        assertEquals(2, bench.outbox.batches().size());
        assertEquals(1, bench.outbox.changes(1).size());
    }

    @Test
    void killed_between_manifest_and_emission_tells_after_the_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(1, false);
        assertThrows(IOException.class, bench::settle);

        bench.restart();
        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
    }

    @Test
    void goes_on_after_a_failure_without_a_restart() throws Exception {
        bench(Duration.ZERO);
        bench.put("north/2026-01-05/a.csv", "a");
        bench.outbox.failNext(2, false);
        assertThrows(IOException.class, bench::settle);
        bench.watch().beginAnew();
        assertThrows(IOException.class, bench::settle);
        bench.watch().beginAnew();

        bench.settle();

        assertEquals(1, bench.outbox.batches().size());
    }

    @Test
    void going_back_and_forth_are_different_causes() throws Exception {
        bench(Duration.ZERO);
        bench.settle();

        for (String content : List.of("a", "b", "a", "b")) {
            bench.write("north/2026-01-05/a.csv", content);
            bench.settle();
        }

        assertEquals(
                4,
                bench.outbox.batches().stream()
                        .map(batch -> batch.getFirst().cause().id())
                        .distinct()
                        .count());
    }

    @Test
    void a_large_batch_has_parts_of_at_most_a_thousand_changes() throws Exception {
        bench("{site}.csv", WatchBench.settling(Duration.ZERO));
        for (int i = 0; i < 2_500; i++) {
            bench.put("site" + i + ".csv", "a");
        }
        bench.clock.advance(Duration.ofSeconds(1));

        bench.settle();

        List<FileChanges> events = bench.outbox.batches().getFirst();
        assertEquals(
                List.of(1_000, 1_000, 500),
                events.stream().map(event -> event.changes().size()).toList());
        assertEquals(1, bench.outbox.batches().size());
    }

    @Test
    void lost_notifications_are_made_up_for_by_a_scan() throws Exception {
        bench(Duration.ZERO);
        bench.settle();
        bench.notifier.copies(0);
        bench.write("north/2026-01-05/a.csv", "a");
        bench.settle();
        assertEquals(List.of(), bench.outbox.batches());

        bench.notifier.lost();
        bench.settle();

        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());
        assertEquals(1, bench.figures.notificationsLost());
    }

    @Test
    void the_directory_may_come_later_and_go_again() throws Exception {
        bench(Duration.ZERO);
        bench.settle();

        bench.put("north/2026-01-05/a.csv", "a");
        bench.notifier.directory(bench.directory().getParent());
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        Files.move(bench.directory(), temporary.resolve("away"));
        bench.notifier.directory(bench.directory());
        bench.settle();
        assertEquals(Set.of(NORTH_5), bench.outbox.told().keySet());

        bench.confirmDeletions();
        bench.settle();
        assertEquals(Set.of(), bench.outbox.told().keySet());
    }
}
