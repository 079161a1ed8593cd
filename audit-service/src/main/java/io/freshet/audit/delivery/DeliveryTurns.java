package io.freshet.audit.delivery;

import io.freshet.contracts.error.LogCode;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is due, several messages at a time: one that gets no answer keeps the others waiting for a few seconds only. */
public final class DeliveryTurns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryTurns.class);
    private static final int AT_ONCE = 8;

    private final MessageQueue queue;
    private final MessageSender sender;
    private final InstantSource clock;
    private final DeliveryListener listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param listener hears of every attempt
     */
    public DeliveryTurns(MessageQueue queue, MessageSender sender, InstantSource clock, DeliveryListener listener) {
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
        this.listener = listener;
    }

    /** Sends some; whether there may be more. */
    public boolean take() {
        List<Delivery> due = queue.take(clock.instant(), AT_ONCE);
        List<CompletableFuture<Void>> sent = due.stream()
                .map(delivery -> CompletableFuture.runAsync(() -> send(delivery), threads))
                .toList();
        sent.forEach(CompletableFuture::join);
        return due.size() == AT_ONCE;
    }

    private void send(Delivery delivery) {
        SendOutcome outcome = sender.send(delivery);
        listener.attempted(delivery.channel(), queue.done(delivery, outcome, clock.instant()));
        switch (outcome) {
            case SendOutcome.Delivered _ -> {
                // The delivery says so.
            }
            case SendOutcome.Failed(String answer) -> report(delivery, answer);
            case SendOutcome.Gone(String answer) -> report(delivery, answer);
        }
    }

    private static void report(Delivery delivery, String answer) {
        LOG.atWarn()
                .addKeyValue("namespace", delivery.workflow().namespace())
                .addKeyValue("workflow", delivery.workflow().workflow())
                .addKeyValue("delivery", delivery.id())
                .addKeyValue("attempt", delivery.attempt())
                .addKeyValue("answer", answer)
                .addKeyValue("errorCode", LogCode.ALERT_NOT_DELIVERED)
                .log("A message about alerts was not delivered");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
