package io.freshet.servicekit.kafka;

import io.freshet.contracts.envelope.EventDeserializer;
import io.freshet.contracts.event.Event;
import io.freshet.servicekit.time.Backoff;
import io.freshet.servicekit.time.ThreadEnd;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events on a thread of its own and hands them to an {@link EventHandler}, at least once each and in the order of their
 * partition. Offsets are committed as {@link OffsetCommitter} says. A record that is no event goes to its topic's dead-letter topic and
 * stops nothing, see {@link EventReader}. Any other failure, of the handler or of reading, is logged, and the same records are read again
 * after a pause that grows to five seconds.
 */
public final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Backoff BACKOFF = Backoff.ofMillis(50, 5_000);

    private final String name;
    private final EventHandler handler;
    private final List<String> topics;
    private final BytesConsumer consumer;
    private final DeadLetterSender deadLetters;
    private final LoopProgress progress;
    private final EventReader reader = new EventReader(new EventDeserializer<>(Event.class));
    private final OffsetCommitter offsets;
    private final CountDownLatch assigned = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * @param config of the consumer, see {@link KafkaSettings#consumer}
     */
    public EventLoop(
            String name, KafkaSettings kafka, Map<String, Object> config, List<String> topics, EventHandler handler) {
        this.name = name;
        this.handler = handler;
        this.topics = List.copyOf(topics);
        this.consumer = new BytesConsumer(config);
        this.offsets = new OffsetCommitter(consumer, handler::unfinished, System::nanoTime);
        this.deadLetters = new DeadLetterSender(kafka, name + "-dead-letters");
        this.progress = new LoopProgress(name);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    public EventLoop start() {
        thread.start();
        return this;
    }

    /** Whether the thread still reads; false after {@link #close} or a fault that ended it. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Whether the thread was started and reads no more: after {@link #close}, or for ever after a fault. */
    public boolean hasEnded() {
        return thread.getState() == Thread.State.TERMINATED;
    }

    /** False if only a restart helps: the thread has ended, or has completed no turn for {@link LoopProgress#STUCK_AFTER}. */
    public boolean isAlive() {
        return !hasEnded() && !(thread.isAlive() && progress.isStuck());
    }

    /** What keeps it from its work, for people; empty if nothing does. */
    public Optional<String> problem() {
        return thread.isAlive() ? progress.problem() : Optional.of(name + " does not run");
    }

    /** Waits until the loop has been assigned partitions for the first time; false if that took longer. */
    public boolean awaitAssignment(Duration limit) throws InterruptedException {
        return assigned.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Lets the batch in hand end, leaves the group, and returns when the thread has. */
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        ThreadEnd.await(thread);
    }

    private void run() {
        try (deadLetters) {
            consumer.subscribe(topics, new Assignment());
            readUntilClosed();
            offsets.commitLast();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("loop", name).setCause(e).log("The loop ended by a fault");
            throw e;
        } finally {
            consumer.close();
        }
    }

    private void readUntilClosed() throws InterruptedException {
        int failures = 0;
        // While it is, the consumer's position is past a batch that was not dealt with.
        boolean isBehind = false;
        while (closing.getCount() > 0) {
            try {
                if (isBehind || handler.readsAgain()) {
                    rewind();
                    isBehind = false;
                }
                pollOnce();
                progress.succeeded();
                failures = 0;
            } catch (WakeupException e) {
                LOG.atDebug().addKeyValue("loop", name).log("Woken up");
            } catch (InterruptedException | FencedInstanceIdException e) {
                // Who took our name has our partitions too, and no repetition brings them back.
                throw e;
            } catch (Exception e) {
                LOG.atError().addKeyValue("loop", name).setCause(e).log("Reading again after a failure");
                progress.failed(e);
                isBehind = true;
                failures++;
                closing.await(BACKOFF.pause(failures).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void pollOnce() throws Exception {
        pauseOrResume();
        ConsumerRecords<byte[], byte[]> records = poll();
        if (records.isEmpty()) {
            handler.idle();
        }
        // The position also moves over aborted records and transaction markers, when no record is returned.
        if (records.nextOffsets().isEmpty()) {
            offsets.commitIfDue();
            return;
        }
        EventReader.Batch batch = reader.read(records);
        if (!batch.rejected().isEmpty()) {
            deadLetters.send(batch.rejected());
        }
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        handler.handle(batch.events(), next);
        offsets.read(records.nextOffsets());
        offsets.commitIfDue();
    }

    private ConsumerRecords<byte[], byte[]> poll() throws Exception {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            Set<TopicPartition> partitions = e.partitions();
            handler.outOfRange(consumer.beginningOffsets(partitions), consumer.endOffsets(partitions))
                    .forEach(consumer::seek);
            return ConsumerRecords.empty();
        }
    }

    /** What is assigned during a pause is paused at the next poll. */
    private void pauseOrResume() {
        if (handler.isFull()) {
            consumer.pause(consumer.assignment());
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(consumer.paused());
        }
    }

    /** Goes back to what was last done with, so that the records of the failed batch come again. */
    private void rewind() {
        offsets.commitLast();
        offsets.forget();
        Collection<TopicPartition> partitions = consumer.assignment();
        Map<TopicPartition, Long> own = handler.assigned(partitions);
        Map<TopicPartition, OffsetAndMetadata> ofGroup = consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            Long offset = own.get(partition);
            OffsetAndMetadata group = ofGroup.get(partition);
            if (offset != null) {
                consumer.seek(partition, offset);
            } else if (group != null) {
                consumer.seek(partition, group);
            } else {
                consumer.seekToBeginning(List.of(partition));
            }
        }
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            handler.assigned(partitions).forEach(consumer::seek);
            assigned.countDown();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            offsets.commitLast();
            release(partitions);
        }

        /** Somebody else has read on already, so there is nothing to commit. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            release(partitions);
        }

        private void release(Collection<TopicPartition> partitions) {
            offsets.forget(partitions);
            handler.revoked(partitions);
        }
    }
}
