package io.freshet.audit.config;

import io.freshet.audit.delivery.DeliveryTurns;
import io.freshet.audit.jdbc.alert.AlertEngine;
import io.freshet.servicekit.kafka.TurnLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The two threads that decide about alerts and send messages. Thread-safe. */
final class AlertLoops implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final TurnLoop decisions;
    private final TurnLoop deliveries;

    private AlertLoops(TurnLoop decisions, TurnLoop deliveries) {
        this.decisions = decisions;
        this.deliveries = deliveries;
    }

    static AlertLoops start(AlertEngine engine, DeliveryTurns turns) {
        TurnLoop deliveries = new TurnLoop("the sender of alerts", "audit-deliveries", BETWEEN_LOOKS, turns::take);
        TurnLoop decisions = new TurnLoop("the engine of alerts", "audit-alerts", BETWEEN_LOOKS, () -> {
            boolean done = engine.take();
            if (done) {
                deliveries.wake();
            }
            return done;
        });
        decisions.start();
        deliveries.start();
        return new AlertLoops(decisions, deliveries);
    }

    /** False if only a restart helps, see {@link TurnLoop#isAlive}. */
    boolean areAlive() {
        return decisions.isAlive() && deliveries.isAlive();
    }

    /** What keeps them from their work, for people. */
    List<String> problems() {
        return Stream.of(decisions.problem(), deliveries.problem())
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public void close() {
        decisions.close();
        deliveries.close();
    }
}
