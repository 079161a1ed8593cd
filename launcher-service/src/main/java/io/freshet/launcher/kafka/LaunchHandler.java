package io.freshet.launcher.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.attempt.Attempts;
import io.freshet.launcher.domain.WaitingOrders;
import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventRecord;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes admission's orders. An order is done with when it is on record; the attempt goes on by itself. One that is read again finds its
 * attempt on record, and starts nothing. Orders for which there is no room wait, so that cancellations behind them are heard.
 */
public final class LaunchHandler implements EventHandler, AutoCloseable {
    /** How many orders wait in memory before nothing more is read, and with it no cancellation. */
    static final int MOST_WAITING = 10_000;

    /** How many partitions of inputs waiting orders name together, at some 200 bytes each. */
    static final int MOST_WAITING_PARTITIONS = 200_000;

    /** For how many orders each look reports that they wait. */
    private static final int REPORTED_AT_A_TIME = 500;

    private static final Logger LOG = LoggerFactory.getLogger(LaunchHandler.class);
    private static final EventSerializer SERIALIZER = new EventSerializer("launcher");
    /** What an attempt's id may be: it becomes the name of a directory. */
    private static final Pattern ATTEMPT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Attempts attempts;
    private final DeadLetterSender deadLetters;
    private final int maxOpen;
    private final Supplier<Optional<String>> diskShortage;
    private final WaitingOrders waiting = new WaitingOrders(MOST_WAITING, MOST_WAITING_PARTITIONS);

    /**
     * @param maxOpen how many attempts may be under way before no more are begun
     * @param diskShortage why there is no room on the disk to begin another attempt; empty if there is
     */
    public LaunchHandler(
            Attempts attempts, DeadLetterSender deadLetters, int maxOpen, Supplier<Optional<String>> diskShortage) {
        this.attempts = attempts;
        this.deadLetters = deadLetters;
        this.maxOpen = maxOpen;
        this.diskShortage = diskShortage;
    }

    @Override
    public boolean isFull() {
        return waiting.isFull();
    }

    @Override
    public void handle(List<EventRecord> batch) throws Exception {
        for (EventRecord record : batch) {
            switch (record.event()) {
                case LaunchAttempt launch
                when isValid(launch.attempt()) -> waiting.add(launch, record.partition(), record.offset());
                case CancelAttempt cancel
                when isValid(cancel.attempt()) -> {
                    waiting.remove(cancel.attempt());
                    attempts.cancel(cancel);
                }
                case null -> LOG.atDebug().addKeyValue("topic", record.topic()).log("A tombstone orders nothing");
                default -> reject(record);
            }
        }
        launchWaiting();
        attempts.sync();
    }

    @Override
    public void idle() throws Exception {
        if (launchWaiting()) {
            attempts.sync();
        }
        // Who waits for as long as this waits for more than the next look.
        waiting.takeUnreported(REPORTED_AT_A_TIME).forEach(order -> attempts.reportDelayed(order, why()));
    }

    private String why() {
        return diskShortage
                .get()
                .orElse("the launcher has %d attempts under way, which is as many as it may have".formatted(maxOpen));
    }

    /** Offsets are committed up to the first order that waits: what is on record behind it is recognised when it comes again. */
    @Override
    public Map<TopicPartition, Long> unfinished() {
        Map<TopicPartition, Long> unfinished = new HashMap<>();
        waiting.unfinished()
                .forEach((partition, offset) ->
                        unfinished.put(new TopicPartition(Topics.TASK_LAUNCH, partition), offset));
        return unfinished;
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        waiting.drop(partitions.stream().map(TopicPartition::partition).toList());
    }

    /** Puts on record what there is room for; whether it was anything. */
    private boolean launchWaiting() throws IOException {
        boolean hasLaunched = false;
        Optional<LaunchAttempt> next = waiting.first();
        boolean hasRoom = next.isPresent() && diskShortage.get().isEmpty();
        while (hasRoom && next.isPresent() && attempts.open() < maxOpen) {
            attempts.launch(next.get());
            waiting.remove(next.get().attempt());
            hasLaunched = true;
            next = waiting.first();
        }
        return hasLaunched;
    }

    private static boolean isValid(String attempt) {
        return ATTEMPT.matcher(attempt).matches();
    }

    private void reject(EventRecord record) throws InterruptedException {
        deadLetters.send(
                record,
                SERIALIZER,
                new IllegalArgumentException("it orders nothing, or its attempt's id cannot name a directory"));
    }

    @Override
    public void close() {
        deadLetters.close();
    }
}
