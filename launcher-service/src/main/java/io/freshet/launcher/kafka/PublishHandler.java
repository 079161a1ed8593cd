package io.freshet.launcher.kafka;

import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.domain.PublicationQueue.Item;
import io.freshet.launcher.publication.Publications;
import io.freshet.servicekit.kafka.EventHandler;
import io.freshet.servicekit.kafka.EventRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** Hands accepted outputs over to be published. A record is done with when its directory shows it and that was reported. */
public final class PublishHandler implements EventHandler {
    private final Publications publications;

    public PublishHandler(Publications publications) {
        this.publications = publications;
    }

    @Override
    public void handle(List<EventRecord> batch) {
        List<Item> items = new ArrayList<>();
        for (EventRecord record : batch) {
            if (record.event() instanceof FileChanges changes && changes.produced() != null) {
                items.add(new Item(record.partition(), record.offset(), changes));
            }
        }
        publications.add(items);
    }

    @Override
    public Map<TopicPartition, Long> unfinished() {
        Map<TopicPartition, Long> unfinished = new HashMap<>();
        publications
                .unfinished()
                .forEach((partition, offset) ->
                        unfinished.put(new TopicPartition(Topics.FILE_CHANGES, partition), offset));
        return unfinished;
    }

    @Override
    public boolean readsAgain() {
        return publications.takeCaughtUp();
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        publications.drop(partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
    }

    @Override
    public boolean isFull() {
        return publications.isFull();
    }
}
