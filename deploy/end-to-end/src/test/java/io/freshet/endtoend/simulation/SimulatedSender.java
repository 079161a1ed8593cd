package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.endtoend.simulation.Component.Step;
import io.freshet.endtoend.simulation.SimulatedLog.Entry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A producer without transactions: each topic's records arrive in order and when they like, or never if their sender dies. */
final class SimulatedSender {
    private record Sending(Entry entry, Runnable arrived) {}

    private final Map<String, Deque<Sending>> underway = new TreeMap<>();
    private final SimulatedLog log;
    private final InstantSource clock;

    SimulatedSender(SimulatedLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    void send(Event event, Runnable arrived) {
        Entry entry = Route.of(event, clock.instant());
        underway.computeIfAbsent(entry.topic(), _ -> new ArrayDeque<>()).add(new Sending(entry, arrived));
    }

    /** Reports an end to the planner and to admission; it has arrived when both have it. */
    void finished(AttemptFinished finish, Runnable arrived) {
        int[] missing = {2};
        Runnable one = () -> {
            missing[0]--;
            if (missing[0] == 0) {
                arrived.run();
            }
        };
        send(finish, one);
        send(new SlotsReleased(finish.instance().namespace(), List.of(finish.attempt()), finish.at()), one);
    }

    void offer(Consumer<Step> steps) {
        underway.forEach((topic, sendings) -> {
            if (!sendings.isEmpty()) {
                steps.accept(new Step("sends to " + topic, () -> {
                    Sending sending = sendings.remove();
                    log.append(sending.entry());
                    sending.arrived().run();
                }));
            }
        });
    }

    void forget() {
        underway.clear();
    }
}
