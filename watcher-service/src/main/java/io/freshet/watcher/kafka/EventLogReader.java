package io.freshet.watcher.kafka;

import io.freshet.contracts.envelope.UnreadableEventException;
import io.freshet.contracts.envelope.UpstreamEventDeserializer;
import io.freshet.contracts.topic.Topics;
import io.freshet.contracts.upstream.EventError;
import io.freshet.servicekit.kafka.BytesConsumer;
import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.RejectedRecord;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.watcher.domain.AnnouncementListener;
import io.freshet.watcher.intake.EventIntake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the topic of upstream events, all of it, since every watcher needs what is announced of its datasets. Where to read on is in the
 * index, written together with what was read, so nothing is read twice; without an index it begins as far back as events are remembered. A
 * record that is no event becomes a dead letter, before its place is passed: after a kill in between it is one twice.
 */
public final class EventLogReader implements TopicFollower.Reading {
    private static final Duration FORGET_EVERY = Duration.ofHours(6);

    private final KafkaSettings kafka;
    private final EventIntake intake;
    private final AnnouncementListener listener;
    private final Duration memory;
    private final InstantSource clock;
    private String log = "";
    private Instant nextForgetting = Instant.EPOCH;

    /**
     * @param listener is called on the reader's thread
     * @param memory for how long an event that comes again is known
     */
    public EventLogReader(
            KafkaSettings kafka,
            EventIntake intake,
            AnnouncementListener listener,
            Duration memory,
            InstantSource clock) {
        this.kafka = kafka;
        this.intake = intake;
        this.listener = listener;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * A loop, not yet started, that reads the topic; to be called once.
     *
     * @param instance unique among the watchers of an installation
     */
    public TurnLoop loop(String instance) {
        String name = "freshet-watcher-" + instance + "-upstream";
        return TopicFollower.loop("upstream events", kafka, kafka.consumer(name, name), name + "-dead-letters", this);
    }

    @Override
    public void begin(BytesConsumer consumer) throws ExecutionException, InterruptedException {
        log = new TopicAdmin(kafka).id(Topics.UPSTREAM_EVENTS);
        List<TopicPartition> partitions = consumer.partitions(Topics.UPSTREAM_EVENTS);
        consumer.assign(partitions);
        seek(consumer, partitions, intake.positions(log));
    }

    @Override
    public void take(ConsumerRecords<byte[], byte[]> records, TopicFollower.Source source) throws InterruptedException {
        if (!records.isEmpty()) {
            take(records, source.deadLetters());
        }
        forget();
    }

    private void seek(BytesConsumer consumer, List<TopicPartition> partitions, Map<Integer, Long> positions) {
        Map<TopicPartition, Long> since = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long position = positions.get(partition.partition());
            if (position == null) {
                since.put(partition, clock.instant().minus(memory).toEpochMilli());
            } else {
                consumer.seek(partition, position);
            }
        }
        Map<TopicPartition, OffsetAndTimestamp> offsets = since.isEmpty() ? Map.of() : consumer.offsetsForTimes(since);
        for (TopicPartition partition : since.keySet()) {
            OffsetAndTimestamp first = offsets.get(partition);
            if (first == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, first.offset());
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> records, DeadLetterSender deadLetters)
            throws InterruptedException {
        List<EventIntake.EventRecord> events = new ArrayList<>(records.count());
        Map<EventIntake.EventRecord, ConsumerRecord<byte[], byte[]>> sources = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            EventIntake.EventRecord event = new EventIntake.EventRecord(
                    record.partition(),
                    record.offset(),
                    written(record),
                    UpstreamEventDeserializer.read(record.headers(), record.value()));
            events.add(event);
            sources.put(event, record);
        }
        Map<Integer, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition.partition(), offset.offset()));
        EventIntake.Reading reading = intake.read(log, events, next);
        if (!reading.refused().isEmpty()) {
            deadLetters.send(reading.refused().stream()
                    .map(refused -> new RejectedRecord(
                            java.util.Objects.requireNonNull(sources.get(refused.record())),
                            new UnreadableEventException(EventError.line(refused.errors()))))
                    .toList());
        }
        intake.keep(reading);
        reading.announced().forEach(listener::announced);
        reading.looks().forEach(look -> listener.lookAgain(look.dataset(), look.announcement()));
    }

    /** A producer may write any time; nothing is remembered for longer because of that. */
    private Instant written(ConsumerRecord<byte[], byte[]> record) {
        Instant now = clock.instant();
        Instant written = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
        return written.isAfter(now) ? now : written;
    }

    private void forget() {
        Instant now = clock.instant();
        if (!now.isBefore(nextForgetting)) {
            intake.forget(now.minus(memory));
            nextForgetting = now.plus(FORGET_EVERY);
        }
    }
}
