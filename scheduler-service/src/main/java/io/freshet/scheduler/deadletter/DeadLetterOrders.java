package io.freshet.scheduler.deadletter;

import io.freshet.contracts.api.DeadLetterDecision;
import io.freshet.contracts.api.DeadLetterOrder;
import io.freshet.contracts.api.DeadLetterOutcome;
import io.freshet.contracts.event.SourceRecord;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.deployment.Problems;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Retries and discards rejected records. Thread-safe. */
public final class DeadLetterOrders {
    private final DeadLetterLog log;
    private final InstantSource clock;

    public DeadLetterOrders(DeadLetterLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Decides about letters, in the order in which they are named. Of several topics each is decided about by itself: what is written of one stays
     * when another cannot be.
     *
     * @param user who decides
     * @throws io.freshet.contracts.api.ProblemException if the order cannot be read
     */
    public List<DeadLetterOutcome> decide(DeadLetterOrder order, String user) {
        int named = order.letters().size();
        if (named < 1 || named > DeadLetterOrder.MOST_LETTERS) {
            throw Problems.invalidDeadLetterOrder(
                    "'letters' names %d, and takes 1 to %d".formatted(named, DeadLetterOrder.MOST_LETTERS));
        }
        DeadLetterDecision decision = new DeadLetterDecision(
                switch (order.action()) {
                    case null -> throw Problems.invalidDeadLetterOrder("'action' is neither RETRY nor DISCARD");
                    case RETRY -> DeadLetterDecision.Kind.RETRIED;
                    case DISCARD -> DeadLetterDecision.Kind.DISCARDED;
                },
                user,
                clock.instant());
        Map<SourceRecord, DeadLetterOutcome> outcomes = new HashMap<>();
        byTopic(order.letters())
                .forEach((topic, letters) -> log.decide(topic, letters, decision)
                        .forEach(outcome -> outcomes.put(outcome.letter(), outcome)));
        return order.letters().stream()
                .map(letter -> outcomes.getOrDefault(
                        letter, new DeadLetterOutcome(letter, DeadLetterOutcome.Result.UNKNOWN, null)))
                .toList();
    }

    /** Of topics that have dead letters; each letter once. */
    private static SequencedMap<String, List<SourceRecord>> byTopic(List<SourceRecord> letters) {
        SequencedMap<String, List<SourceRecord>> byTopic = new LinkedHashMap<>();
        new LinkedHashSet<>(letters)
                .stream()
                        .filter(letter -> Topics.hasDeadLetters(letter.topic()))
                        .forEach(letter -> byTopic.computeIfAbsent(letter.topic(), _ -> new ArrayList<>())
                                .add(letter));
        return byTopic;
    }
}
