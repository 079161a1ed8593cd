package io.freshet.audit.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.freshet.audit.history.LogPartition;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedPositionTest {
    @Test
    void is_written_as_people_can_read_it() {
        FeedPosition position = new FeedPosition(new TreeMap<>(Map.of(
                new LogPartition("freshet.run-finished", 1), 4L,
                new LogPartition("freshet.run-finished", 0), 17L,
                new LogPartition("freshet.task-finished", 0), 230L)));

        assertEquals("run-finished:0.17,1.4;task-finished:0.230", position.toString());
    }

    @Test
    void is_read_as_it_was_written() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            SortedMap<LogPartition, Long> next = new TreeMap<>();
            for (int i = 0; i <= random.nextInt(40); i++) {
                String topic = List.of("freshet.run-finished", "freshet.a", "freshet.b-c")
                        .get(random.nextInt(3));
                next.put(new LogPartition(topic, random.nextInt(12)), random.nextLong(1_000_000_000_000_000_000L));
            }
            FeedPosition position = new FeedPosition(next);

            assertEquals(position, FeedPosition.parse(position.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "run-finished",
                "run-finished:",
                "run-finished:0",
                "run-finished:0.",
                "run-finished:0.-1",
                "run-finished:0.1,",
                "run-finished:0.1;",
                "run-finished:0.9999999999999999999",
                "run-finished:99999999999.1",
                "Run:0.1",
                "a\u0000:0.1"
            })
    void what_is_none_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> FeedPosition.parse(text));
    }

    @Test
    void has_a_bound() {
        SortedMap<LogPartition, Long> next = new TreeMap<>();
        IntStream.rangeClosed(0, FeedPosition.MOST_PARTITIONS)
                .forEach(partition -> next.put(new LogPartition("freshet.t", partition), 1L));

        assertThrows(IllegalArgumentException.class, () -> new FeedPosition(next));
        assertThrows(IllegalArgumentException.class, () -> FeedPosition.parse("t:0.1".repeat(10_000)));
    }
}
