package io.freshet.launcher.kafka;

import io.freshet.contracts.envelope.EventSerializer;
import io.freshet.contracts.event.LaunchCommand.CancelAttempt;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.kafka.DeadLetterSender;
import io.freshet.contracts.kafka.EventHandler;
import io.freshet.contracts.kafka.EventRecord;
import io.freshet.launcher.attempt.Attempts;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes admission's orders. An order is done with when it is on record; the attempt goes on by itself. One that is read again finds its
 * attempt on record, and starts nothing.
 */
public final class LaunchHandler implements EventHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaunchHandler.class);
    private static final EventSerializer SERIALIZER = new EventSerializer("launcher");
    /** What an attempt's id may be: it becomes the name of a directory. */
    private static final Pattern ATTEMPT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    private final Attempts attempts;
    private final DeadLetterSender deadLetters;
    private final int maxOpen;

    /**
     * @param maxOpen how many attempts may be under way before no more orders are read
     */
    public LaunchHandler(Attempts attempts, DeadLetterSender deadLetters, int maxOpen) {
        this.attempts = attempts;
        this.deadLetters = deadLetters;
        this.maxOpen = maxOpen;
    }

    @Override
    public boolean isFull() {
        return attempts.open() >= maxOpen;
    }

    @Override
    public void handle(List<EventRecord> batch) throws Exception {
        for (EventRecord record : batch) {
            switch (record.event()) {
                case LaunchAttempt launch when isValid(launch.attempt()) -> attempts.launch(launch);
                case CancelAttempt cancel when isValid(cancel.attempt()) -> attempts.cancel(cancel);
                case null -> LOG.atDebug().addKeyValue("topic", record.topic()).log("A tombstone orders nothing");
                default -> reject(record);
            }
        }
        attempts.sync();
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
