package io.freshet.launcher.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sends what belongs together in one record. At most one record of a key is on its way; what comes meanwhile waits for it and goes together
 * in the next. So nothing waits where little happens, and where much happens there are few records. Thread-safe.
 *
 * @param <T> what is sent
 */
final class GroupedSender<T> {
    private final int most;
    private final BiFunction<String, List<T>, CompletableFuture<Void>> sender;

    /** What waits, by the key of the record that is on its way; guarded by itself. */
    private final Map<String, Queue<Waiting<T>>> inFlight = new HashMap<>();

    private record Waiting<T>(T item, CompletableFuture<Void> sent) {}

    /**
     * @param most in one record; at least 1
     * @param sender of one record; its result completes when the record cannot be lost any more
     */
    GroupedSender(int most, BiFunction<String, List<T>, CompletableFuture<Void>> sender) {
        this.most = most;
        this.sender = sender;
    }

    /** The result is that of the record in which the item is. Items of a key are sent in the order of the calls. */
    CompletableFuture<Void> send(String key, T item) {
        Waiting<T> next = new Waiting<>(item, new CompletableFuture<>());
        synchronized (inFlight) {
            Queue<Waiting<T>> waiting = inFlight.get(key);
            if (waiting != null) {
                waiting.add(next);
                return next.sent();
            }
            inFlight.put(key, new ArrayDeque<>());
        }
        transmit(key, List.of(next));
        return next.sent();
    }

    private void transmit(String key, List<Waiting<T>> group) {
        var _ = sender.apply(key, group.stream().map(Waiting::item).toList()).whenComplete((_, failure) -> {
            List<Waiting<T>> next = next(key);
            if (!next.isEmpty()) {
                transmit(key, next);
            }
            group.forEach(waiting -> complete(waiting.sent(), failure));
        });
    }

    private List<Waiting<T>> next(String key) {
        synchronized (inFlight) {
            Queue<Waiting<T>> waiting = inFlight.getOrDefault(key, new ArrayDeque<>());
            if (waiting.isEmpty()) {
                inFlight.remove(key);
                return List.of();
            }
            List<Waiting<T>> group = new ArrayList<>();
            while (group.size() < most && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
            return group;
        }
    }

    private static void complete(CompletableFuture<Void> sent, @Nullable Throwable failure) {
        if (failure == null) {
            sent.complete(null);
        } else {
            sent.completeExceptionally(failure);
        }
    }
}
