package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayInfo;
import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.id.Names;
import io.freshet.scheduler.deployment.Problems;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks for replays. Asking again with one request id asks for the same replay. Thread-safe. */
public final class Replays {
    private static final int LONGEST_REASON = 500;

    private final ReplayStore store;
    private final ReplayLog log;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Runnable begun;

    /**
     * @param ids draws ids of requests that come without one
     * @param begun is run when there is a new one to be read
     */
    public Replays(ReplayStore store, ReplayLog log, InstantSource clock, Supplier<String> ids, Runnable begun) {
        this.store = store;
        this.log = log;
        this.clock = clock;
        this.ids = ids;
        this.begun = begun;
    }

    /**
     * Asks for a replay, which is read from now on.
     *
     * @throws io.freshet.contracts.api.ProblemException if the order cannot be carried out, or the id was used for something else
     */
    public ReplayInfo ask(ReplayOrder order, @Nullable String requestId, String user) {
        List<String> errors = errors(order);
        if (!errors.isEmpty()) {
            throw Problems.invalidReplay(errors);
        }
        String asked = requestId == null ? ids.get() : requestId;
        String id = DerivedId.of("replay", asked);
        SequencedMap<Integer, ReplayLog.Span> spans = spans(order);
        Replay replay = new Replay(id, order, user, clock.instant());
        ReplayInfo info = store.begin(replay, spans);
        if (!info.order().equals(order)) {
            throw Problems.contradicted(asked);
        }
        begun.run();
        return info;
    }

    private static List<String> errors(ReplayOrder order) {
        List<String> errors = new ArrayList<>();
        ReplayTopic topic = ReplayTopic.of(order.topic()).orElse(null);
        if (topic == null) {
            errors.add("topic '%s' cannot be replayed: it is one of %s".formatted(order.topic(), ReplayTopic.names()));
        }
        Instant since = order.since();
        Instant until = order.until();
        if (since != null && until != null && !since.isBefore(until)) {
            errors.add("the span ends at %s, and begins no earlier: %s".formatted(until, since));
        }
        if (!order.offsets().isEmpty() && (since != null || until != null)) {
            errors.add("give offsets or a span of time, and not both");
        }
        for (ReplayOrder.Offsets offsets : order.offsets()) {
            Long to = offsets.to();
            if (offsets.from() < 0 || (to != null && to < offsets.from())) {
                errors.add("offsets %d to %s of partition %d are no range"
                        .formatted(offsets.from(), to, offsets.partition()));
            }
        }
        if (topic == ReplayTopic.RUN_REQUESTS && !order.datasets().isEmpty()) {
            errors.add("run-requests are about workflows, and not about datasets: choose workflows");
        }
        if (topic == ReplayTopic.FILE_CHANGES && !order.workflows().isEmpty()) {
            errors.add("file-changes are about datasets, and not about workflows: choose datasets");
        }
        String into = order.into();
        if (into != null && topic == ReplayTopic.UPSTREAM_EVENTS) {
            errors.add("upstream-events are heard in the namespaces that they name: leave 'into' out");
        }
        if (into != null && !Names.isValid(into)) {
            errors.add("namespace '%s': use %s".formatted(into, Names.RULE));
        }
        checkSizes(order, errors);
        return errors;
    }

    private static void checkSizes(ReplayOrder order, List<String> errors) {
        int most = ReplayOrder.MOST_NAMED;
        if (order.offsets().size() > most
                || order.datasets().size() > most
                || order.workflows().size() > most) {
            errors.add("at most %,d ranges of offsets, datasets and workflows each".formatted(most));
        }
        String reason = order.reason();
        if (reason != null && reason.length() > LONGEST_REASON) {
            errors.add("the reason may have %d characters, and has %d".formatted(LONGEST_REASON, reason.length()));
        }
        long partitions = order.offsets().stream()
                .map(ReplayOrder.Offsets::partition)
                .distinct()
                .count();
        if (partitions < order.offsets().size()) {
            errors.add("give one range of offsets for each partition");
        }
    }

    /** What is to be read, as far as it is kept. */
    private SequencedMap<Integer, ReplayLog.Span> spans(ReplayOrder order) {
        String topic = ReplayTopic.of(order.topic()).orElseThrow().topic();
        SequencedMap<Integer, ReplayLog.Span> kept = log.spans(topic, order.since(), order.until());
        if (order.offsets().isEmpty()) {
            return kept;
        }
        SequencedMap<Integer, ReplayLog.Span> chosen = new TreeMap<>();
        List<String> errors = new ArrayList<>();
        for (ReplayOrder.Offsets offsets : order.offsets()) {
            ReplayLog.Span span = kept.get(offsets.partition());
            if (span == null) {
                errors.add("the topic has no partition %d: it has 0 to %d"
                        .formatted(offsets.partition(), kept.size() - 1));
            } else {
                chosen.put(offsets.partition(), part(span, offsets));
            }
        }
        if (!errors.isEmpty()) {
            throw Problems.invalidReplay(errors);
        }
        return chosen;
    }

    private static ReplayLog.Span part(ReplayLog.Span kept, ReplayOrder.Offsets offsets) {
        Long to = offsets.to();
        long end = to == null || to >= kept.end() ? kept.end() : to + 1;
        long from = Math.max(kept.from(), offsets.from());
        return new ReplayLog.Span(Math.min(from, end), end);
    }
}
