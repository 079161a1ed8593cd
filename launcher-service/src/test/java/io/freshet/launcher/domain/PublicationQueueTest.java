package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.event.PartitionChange;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.domain.PublicationQueue.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PublicationQueueTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int STORIES = 300;

    private final PublicationQueue queue = new PublicationQueue();

    @Test
    void a_dataset_is_published_in_order_and_beside_others() {
        queue.add(item("a", 0, 1));
        queue.add(item("a", 1, 1));
        queue.add(item("b", 2, 1));

        List<Item> taken = queue.take(0);

        assertEquals(List.of(0L, 2L), taken.stream().map(Item::offset).toList());
        assertEquals(List.of(), queue.take(0));
        queue.published(taken.getFirst());
        assertEquals(List.of(1L), queue.take(0).stream().map(Item::offset).toList());
    }

    @Test
    void a_dataset_that_fails_waits_longer_each_time_and_holds_up_no_other() {
        queue.add(item("a", 0, 1));
        long now = 0;
        long longest = 0;
        for (int failures = 1; failures <= 15; failures += 2) {
            Item taken = queue.take(now).getFirst();
            assertEquals(failures, queue.failed(taken, now, 0.5));
            queue.add(item("b", failures, 1));
            List<Item> others = queue.take(now);
            assertEquals(
                    List.of((long) failures), others.stream().map(Item::offset).toList());
            others.forEach(queue::published);
            long pause = 0;
            while (queue.take(now + pause).isEmpty()) {
                pause += SECOND / 4;
            }
            assertTrue(pause >= longest, "a shorter pause");
            assertTrue(pause <= 301 * SECOND, "a pause of more than five minutes");
            longest = pause;
            now += pause;
            queue.failed(taken, now, 0.5);
            now += 1_000 * SECOND;
        }
        assertEquals(1, queue.parkedDatasets());
        assertEquals(Map.of(0, 0L), queue.unfinished());
    }

    @Test
    void what_cannot_be_published_does_not_make_the_queue_full() {
        for (int offset = 0; offset < 3 * PublicationQueue.MOST_CHANGES / 1000; offset++) {
            queue.add(item("a", offset, 1000));
            for (Item taken : queue.take(Long.MAX_VALUE)) {
                queue.failed(taken, 0, 0.5);
            }
        }

        assertFalse(queue.isFull());
        assertEquals(Map.of(0, 0L), queue.unfinished());
    }

    @Test
    void what_can_be_published_makes_it_full_at_its_bound() {
        for (int offset = 0; offset < PublicationQueue.MOST_CHANGES / 1000; offset++) {
            assertFalse(queue.isFull());
            queue.add(item("a", offset, 1000));
        }

        assertTrue(queue.isFull());
    }

    /** A log is read, published with failures, committed, given away and read again, at random; every record is done in the end, in order. */
    @Test
    void nothing_is_lost_or_out_of_order_whatever_fails() {
        for (int seed = 0; seed < STORIES; seed++) {
            new Story(new Random(seed)).play();
        }
    }

    private static final class Story {
        private final Random random;
        private final List<Item> log = new ArrayList<>();
        private final Map<DatasetRef, Long> done = new HashMap<>();
        private PublicationQueue queue = new PublicationQueue();
        private final List<Item> inHand = new ArrayList<>();
        private int read;
        private int committed;
        private long now;

        Story(Random random) {
            this.random = random;
            int length = 20 + random.nextInt(100);
            for (int offset = 0; offset < length; offset++) {
                log.add(item("d" + random.nextInt(4), offset, 1 + random.nextInt(1000)));
            }
        }

        void play() {
            for (int step = 0; step < 600; step++) {
                step(random.nextInt(8), random.nextInt(3) == 0);
            }
            for (int step = 0; committed < log.size(); step++) {
                assertTrue(step < 10_000, "it does not come to an end");
                step(step % 5, false);
            }
            for (Item item : log) {
                assertTrue(done.get(item.changes().dataset()) >= item.offset());
            }
        }

        private void step(int kind, boolean fails) {
            now += random.nextInt(400) * SECOND;
            switch (kind) {
                case 0, 1 -> read();
                case 2 -> inHand.addAll(queue.take(now));
                case 3 -> {
                    Collections.shuffle(inHand, random);
                    if (!inHand.isEmpty()) {
                        end(inHand.removeLast(), fails);
                    }
                }
                case 4, 5 -> commit();
                case 6 -> {
                    if (random.nextInt(20) == 0) {
                        queue.drop(Set.of(0));
                        read = committed;
                    }
                }
                default -> {
                    if (random.nextInt(20) == 0) {
                        queue = new PublicationQueue();
                        inHand.clear();
                        read = committed;
                    }
                }
            }
        }

        private void read() {
            if (queue.takeCaughtUp()) {
                read = committed;
            }
            if (read < log.size() && !queue.isFull()) {
                queue.add(log.get(read));
                read++;
            }
        }

        private void end(Item item, boolean fails) {
            if (fails) {
                queue.failed(item, now, random.nextDouble());
                return;
            }
            DatasetRef dataset = item.changes().dataset();
            long last = done.getOrDefault(dataset, -1L);
            for (Item other : log) {
                boolean isBetween = other.offset() > last && other.offset() < item.offset();
                assertFalse(isBetween && other.changes().dataset().equals(dataset), "out of order");
            }
            // What is read again finds itself on record.
            done.merge(dataset, item.offset(), Math::max);
            queue.published(item);
        }

        private void commit() {
            long first = queue.unfinished().getOrDefault(0, (long) read);
            committed = (int) Math.min(read, first);
            for (int offset = 0; offset < committed; offset++) {
                Item item = log.get(offset);
                assertTrue(
                        done.getOrDefault(item.changes().dataset(), -1L) >= offset,
                        "committed before it was published: " + offset);
            }
        }
    }

    private static Item item(String dataset, long offset, int changes) {
        PartitionChange change = new PartitionChange(PartitionKey.NONE, null, null);
        return PublicationItems.of(dataset, offset, Collections.nCopies(changes, change), null);
    }
}
