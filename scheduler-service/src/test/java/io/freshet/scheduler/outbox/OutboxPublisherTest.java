package io.freshet.scheduler.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.scheduler.outbox.MemoryOutbox.MemorySender;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final MemorySender sender = new MemorySender();
    private final TurnLoop publisher = OutboxPublisher.loop(outbox, name -> sender, Duration.ofDays(7));

    @AfterEach
    void stop() {
        publisher.close();
    }

    @Test
    void publishes_what_was_committed_before_and_after_it_began_in_order() {
        outbox.commit("a");
        outbox.commit("b");
        publisher.start();
        Eventually.eventually(SOON, () -> assertEquals(List.of("a", "b"), sender.sent()));

        outbox.commit("c");

        Eventually.eventually(SOON, () -> assertEquals(List.of("a", "b", "c"), sender.sent()));
        Eventually.eventually(SOON, () -> assertEquals(0, outbox.unsent()));
    }

    @Test
    void sends_again_what_could_not_be_sent() {
        sender.failNext(2);
        outbox.commit("a");

        publisher.start();

        Eventually.eventually(SOON, () -> assertEquals(List.of("a"), sender.sent()));
    }

    @Test
    void what_is_refused_for_good_holds_up_neither_other_keys_nor_its_own() {
        sender.refuseAlways("poison");
        List.of("a", "poison", "b", "poison", "a").forEach(outbox::commit);

        publisher.start();

        Eventually.eventually(SOON, () -> assertEquals(List.of("a", "b", "a"), sender.sent()));
        Eventually.eventually(SOON, () -> assertEquals(0, outbox.unsent()));
        assertEquals(List.of("poison", "poison"), outbox.refused());
    }

    @Test
    void what_the_publisher_before_had_sent_and_not_noted_is_not_sent_again() {
        sender.hasWrittenBefore("a");
        outbox.commit("a");
        outbox.commit("b");

        publisher.start();

        Eventually.eventually(SOON, () -> assertEquals(List.of("b"), sender.sent()));
        Eventually.eventually(SOON, () -> assertEquals(0, outbox.unsent()));
    }

    @Test
    void publishes_nothing_while_another_instance_does() {
        outbox.leaseToOther();
        outbox.commit("a");

        publisher.start();
        Eventually.eventually(SOON, outbox::refusals, refusals -> refusals > 1);
        assertEquals(List.of(), sender.sent());
        outbox.endLeaseOfOther();

        Eventually.eventually(SOON, () -> assertEquals(List.of("a"), sender.sent()));
    }

    @Test
    void gives_the_lease_back_when_it_is_closed() {
        publisher.start();
        Eventually.eventually(SOON, outbox::isLeased, leased -> leased);

        publisher.close();

        assertFalse(outbox.isLeased());
        assertFalse(publisher.isAlive());
    }
}
