package io.freshet.launcher.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupedSenderTest {
    private record Sent(String key, List<Integer> items, CompletableFuture<Void> result) {}

    private final List<Sent> records = new ArrayList<>();
    private final GroupedSender<Integer> sender = new GroupedSender<>(3, this::record);

    private CompletableFuture<Void> record(String key, List<Integer> items) {
        Sent sent = new Sent(key, items, new CompletableFuture<>());
        records.add(sent);
        return sent.result();
    }

    private List<List<Integer>> groups() {
        return records.stream().map(Sent::items).toList();
    }

    @Test
    void sends_at_once_where_nothing_is_on_its_way() {
        CompletableFuture<Void> first = sender.send("a", 1);
        assertEquals(List.of(List.of(1)), groups());
        assertFalse(first.isDone());

        records.getFirst().result().complete(null);

        assertTrue(first.isDone());
        var _ = sender.send("a", 2);
        assertEquals(List.of(List.of(1), List.of(2)), groups());
    }

    @Test
    void what_comes_while_a_record_is_on_its_way_goes_together_in_the_next_ones() {
        List<CompletableFuture<Void>> results = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            results.add(sender.send("a", i));
        }
        assertEquals(List.of(List.of(1)), groups());

        records.get(0).result().complete(null);
        assertEquals(List.of(List.of(1), List.of(2, 3, 4)), groups(), "three at most");
        assertTrue(results.getFirst().isDone());
        assertFalse(results.get(1).isDone());

        records.get(1).result().complete(null);
        records.get(2).result().complete(null);
        assertEquals(List.of(List.of(1), List.of(2, 3, 4), List.of(5, 6)), groups());
        assertTrue(results.stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void keys_do_not_wait_for_each_other() {
        var _ = sender.send("a", 1);
        var _ = sender.send("b", 2);

        assertEquals(List.of("a", "b"), records.stream().map(Sent::key).toList());
    }

    @Test
    void a_record_that_fails_fails_those_in_it_and_no_others() {
        CompletableFuture<Void> first = sender.send("a", 1);
        CompletableFuture<Void> second = sender.send("a", 2);

        records.getFirst().result().completeExceptionally(new IllegalStateException("the broker is away"));
        records.getLast().result().complete(null);

        assertTrue(first.isCompletedExceptionally());
        assertTrue(second.isDone() && !second.isCompletedExceptionally());
    }
}
