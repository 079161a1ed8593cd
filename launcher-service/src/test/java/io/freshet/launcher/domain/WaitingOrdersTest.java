package io.freshet.launcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WaitingOrdersTest {
    private static final int MOST = 20;
    private static final int MOST_PARTITIONS = 30;
    private static final Fingerprint NOTHING = new Fingerprint("0".repeat(64));

    /** One order as a naive list keeps it. */
    private record Entry(String attempt, int inputs, int partition, long offset) {}

    @Test
    void does_what_a_plain_list_does() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            WaitingOrders orders = new WaitingOrders(MOST, MOST_PARTITIONS);
            List<Entry> expected = new ArrayList<>();
            for (int step = 0; step < 100; step++) {
                act(random, step, orders, expected);
                compare(orders, expected);
            }
        }
    }

    private static void act(Random random, int step, WaitingOrders orders, List<Entry> expected) {
        String attempt = "attempt-" + random.nextInt(40);
        switch (random.nextInt(10)) {
            case 0 -> {
                int revoked = random.nextInt(3);
                orders.drop(List.of(revoked));
                expected.removeIf(entry -> entry.partition() == revoked);
            }
            case 1, 2, 3 -> {
                orders.remove(attempt);
                expected.removeIf(entry -> entry.attempt().equals(attempt));
            }
            default -> {
                Entry entry = new Entry(attempt, random.nextInt(5), random.nextInt(3), step);
                orders.add(order(attempt, entry.inputs()), entry.partition(), entry.offset());
                if (expected.stream().noneMatch(known -> known.attempt().equals(attempt))) {
                    expected.add(entry);
                }
            }
        }
    }

    private static void compare(WaitingOrders orders, List<Entry> expected) {
        assertEquals(
                expected.stream().findFirst().map(Entry::attempt),
                orders.first().map(LaunchAttempt::attempt));
        Map<Integer, Long> unfinished = new HashMap<>();
        expected.forEach(entry -> unfinished.merge(entry.partition(), entry.offset(), Math::min));
        assertEquals(unfinished, orders.unfinished());
        int partitions = expected.stream().mapToInt(Entry::inputs).sum();
        assertEquals(expected.size() >= MOST || partitions >= MOST_PARTITIONS, orders.isFull());
    }

    @Test
    void is_full_with_few_orders_that_name_many_partitions() {
        WaitingOrders orders = new WaitingOrders(MOST, 5);

        orders.add(order("one", 4), 0, 0);
        assertFalse(orders.isFull());
        orders.add(order("two", 1), 0, 1);

        assertTrue(orders.isFull());
        orders.remove("one");
        assertFalse(orders.isFull());
        assertEquals(Optional.of("two"), orders.first().map(LaunchAttempt::attempt));
    }

    @Test
    void hands_out_each_order_that_waits_once_to_be_told() {
        WaitingOrders orders = new WaitingOrders(MOST, MOST_PARTITIONS);
        for (int i = 0; i < 5; i++) {
            orders.add(order("order-" + i, 0), i % 2, i);
        }
        orders.remove("order-1");

        assertEquals(List.of("order-0", "order-2"), unreported(orders, 2));
        orders.drop(List.of(1));
        orders.add(order("order-0", 0), 0, 9);

        assertEquals(List.of("order-4"), unreported(orders, 10));
        assertEquals(List.of(), unreported(orders, 10));
    }

    private static List<String> unreported(WaitingOrders orders, int most) {
        return orders.takeUnreported(most).stream().map(LaunchAttempt::attempt).toList();
    }

    private static LaunchAttempt order(String attempt, int partitions) {
        InstanceRef instance = InstanceRef.parse("prod/flow/task");
        DatasetRef dataset = DatasetRef.parse("prod/raw");
        AttemptSpec.InputPartition partition = new AttemptSpec.InputPartition(PartitionKey.parse("k=a"), NOTHING);
        AttemptSpec work = AttemptSpecBuilder.of(instance)
                .code(NOTHING)
                .inputs(List.of(
                        new AttemptSpec.Input("raw", dataset, "raw", true, Collections.nCopies(partitions, partition))))
                .actionKey(NOTHING)
                .build();
        return new LaunchAttempt(attempt, 1, List.of("run"), work, Instant.parse("2026-01-05T06:00:00Z"));
    }
}
