package io.freshet.scheduler.topology;

import io.freshet.contracts.envelope.EventSerdes;
import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.LaunchCommand;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.TaskEvent;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.domain.AdmissionInput;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * Admission, drawn:
 *
 * <pre>
 * task-ready (key ns) ----------------------------------------------+
 *                                                                   |
 * task-finished (key ns/workflow) --> ended ---+                    +--> ADMISSION (key ns) --> commands --> task-launch
 *                                              +--> slot-news (ns) -+     queued                 (key instance)
 * pool-definitions (key ns/pool) --> resized --+    repartition           launched          --> decisions --> task-events
 *                                                                         turns                  (key ns/workflow)
 *                                                                         pools
 * </pre>
 *
 * A namespace's slots are counted in one place, so what gives slots back is re-keyed to the namespace. That costs a hop, which only
 * an attempt waits for that has no slot; one that finds a slot free is launched in the step that reads it from task-ready.
 * slot-news carries only the attempt's id or the pool's size, not the whole finish.
 *
 * <p>A record that is read twice changes nothing, see {@link io.freshet.scheduler.domain.Admission}.
 */
public final class AdmissionTopology {
    private static final Serde<String> TEXT = Serdes.String();

    private AdmissionTopology() {}

    /**
     * @param partitions of task-ready; slot-news must have as many, so that a namespace's records meet
     * @param defaultSlots of a pool that nobody defined
     */
    public static Topology of(StreamsConfig config, int partitions, int defaultSlots) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        EventSerdes events = new EventSerdes("scheduler");

        KStream<String, AdmissionInput> asked = builder.stream(
                        Topics.TASK_READY,
                        Consumed.with(TEXT, events.of(ReadyCommand.class)).withName("task-ready"))
                .filter((namespace, command) -> command != null, Named.as("asked-present"))
                .mapValues(AdmissionInput.Asked::new, Named.as("asked"));
        KStream<String, SlotNews> ended = builder.stream(
                        Topics.TASK_FINISHED,
                        Consumed.with(TEXT, events.of(AttemptFinished.class)).withName("task-finished"))
                .process(SlotNewsProcessor::ofFinishes, Named.as("ended"));
        KStream<String, SlotNews> resized = builder.stream(
                        Topics.POOL_DEFINITIONS,
                        Consumed.with(TEXT, events.of(PoolDefined.class)).withName("pool-definitions"))
                .process(SlotNewsProcessor::ofPools, Named.as("resized"));
        KStream<String, AdmissionInput> news = ended.merge(resized, Named.as("ended-or-resized"))
                .repartition(Repartitioned.<String, SlotNews>as("slot-news")
                        .withKeySerde(TEXT)
                        .withValueSerde(new JsonSerde<>(SlotNews.class))
                        .withNumberOfPartitions(partitions))
                .map((namespace, it) -> KeyValue.pair(namespace, it.input(namespace)), Named.as("news"));

        KStream<String, Event> decided = asked.merge(news, Named.as("admission-inputs"))
                .process(new AdmissionSupplier(defaultSlots), Named.as("admission"));
        decided.filter((key, event) -> event instanceof LaunchCommand, Named.as("commands"))
                .to(
                        Topics.TASK_LAUNCH,
                        Produced.with(TEXT, events.of(Event.class)).withName("task-launch"));
        decided.filter((key, event) -> event instanceof TaskEvent, Named.as("decisions"))
                .to(
                        Topics.TASK_EVENTS,
                        Produced.with(TEXT, events.of(Event.class)).withName("task-events"));
        return builder.build();
    }
}
