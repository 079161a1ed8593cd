package io.freshet.scheduler.topology;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.streams.CommitGate;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Re-keys to the namespace. A processor rather than a map, since somebody waits for the slot: it asks for the commit at once. */
final class SlotNewsProcessor<E> implements Processor<String, @Nullable E, String, SlotNews> {
    private final BiFunction<String, @Nullable E, @Nullable KeyValue<String, SlotNews>> news;
    private @Nullable ProcessorContext<String, SlotNews> context;
    private @Nullable CommitGate commits;

    private SlotNewsProcessor(BiFunction<String, @Nullable E, @Nullable KeyValue<String, SlotNews>> news) {
        this.news = news;
    }

    static SlotNewsProcessor<AttemptFinished> ofFinishes() {
        return new SlotNewsProcessor<>((workflow, finished) -> finished == null
                ? null
                : KeyValue.pair(finished.instance().namespace(), SlotNews.ended(finished.attempt())));
    }

    /** A tombstone gives the pool its default size again. */
    static SlotNewsProcessor<PoolDefined> ofPools() {
        return new SlotNewsProcessor<>((key, defined) -> {
            int slash = key.indexOf('/');
            return slash < 0
                    ? null
                    : KeyValue.pair(
                            key.substring(0, slash),
                            SlotNews.resized(key.substring(slash + 1), defined == null ? null : defined.slots()));
        });
    }

    @Override
    public void init(ProcessorContext<String, SlotNews> context) {
        this.context = context;
        this.commits = new CommitGate(context);
    }

    @Override
    public void process(Record<String, @Nullable E> record) {
        KeyValue<String, SlotNews> told = news.apply(record.key(), record.value());
        if (told != null) {
            Objects.requireNonNull(context).forward(new Record<>(told.key, told.value, record.timestamp()));
            Objects.requireNonNull(commits).emitted();
        }
    }
}
