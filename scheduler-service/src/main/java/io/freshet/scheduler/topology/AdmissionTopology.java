package io.freshet.scheduler.topology;

import io.freshet.contracts.envelope.EventSerdes;
import io.freshet.contracts.event.PoolDefined;
import io.freshet.contracts.event.ReadyCommand;
import io.freshet.contracts.event.SlotsReleased;
import io.freshet.contracts.topic.Topics;
import io.freshet.scheduler.admission.AdmissionInput;
import io.freshet.scheduler.admission.AdmissionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;
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
 * task-ready (key ns) ------------------------------------+
 *                                                         |
 * slot-releases (key ns) ---------------------------------+--> ADMISSION (key ns) --> commands --> task-launch
 *                                                         |     attempts               (key instance)
 * pool-definitions (key ns/pool) --> pool-sizes (key ns) -+     turns             --> decisions --> task-events
 *                                    repartition                pools                  (key ns/workflow)
 *                                                                                 --> failures --> task-finished
 *                                                                                      (key ns/workflow)
 * </pre>
 *
 * A namespace's slots are counted in one place, so what concerns them is keyed by the namespace. What gives a slot back comes so
 * from the launcher; a re-keyed copy of task-finished would cost every attempt a hop and a transaction more.
 *
 * <p>An attempt that cannot be launched is reported as failed, see {@link io.freshet.scheduler.admission.IsolatedAdmission}.
 *
 * <p>A record that is read twice changes nothing, see {@link io.freshet.scheduler.admission.Admission}.
 */
public final class AdmissionTopology {
    /** Keyed by the namespace: they must have equally many partitions. */
    public static final Set<String> BY_NAMESPACE = Set.of(Topics.TASK_READY, Topics.SLOT_RELEASES);

    /** All that it reads. */
    public static final Set<String> INPUTS = Set.of(Topics.TASK_READY, Topics.SLOT_RELEASES, Topics.POOL_DEFINITIONS);

    /** The sinks, to which admission forwards by name. */
    static final String TASK_LAUNCH_OUT = "task-launch";

    static final String TASK_EVENTS_OUT = "task-events";
    static final String TASK_FINISHED_OUT = "task-finished";

    private static final Serde<String> TEXT = Serdes.String();

    private AdmissionTopology() {}

    /** The partition in which a namespace's attempts are admitted, as Kafka's producers choose it by the key. */
    static int partitionOf(String namespace, int partitions) {
        return Utils.toPositive(Utils.murmur2(namespace.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The topics that keep the stores. */
    public static Set<String> changelogs(String applicationId) {
        return Stream.of(AdmissionSupplier.ATTEMPTS, AdmissionSupplier.TURNS, AdmissionSupplier.POOLS)
                .map(store -> applicationId + "-" + store + "-changelog")
                .collect(Collectors.toSet());
    }

    /**
     * @param partitions of task-ready and slot-releases; pool-sizes must have as many, so that a namespace's records meet
     * @param queues where what waits is to be seen
     */
    public static Topology of(StreamsConfig config, int partitions, AdmissionPolicy policy, LiveQueues queues) {
        queues.begin(partitions);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(config));
        EventSerdes events = new EventSerdes("scheduler");

        KStream<String, AdmissionInput> asked = builder.stream(
                        Topics.TASK_READY,
                        Consumed.with(TEXT, events.of(ReadyCommand.class)).withName("task-ready"))
                .filter((namespace, command) -> command != null, Named.as("asked-present"))
                .mapValues(AdmissionInput.Asked::new, Named.as("asked"));
        KStream<String, AdmissionInput> ended = builder.stream(
                        Topics.SLOT_RELEASES,
                        Consumed.with(TEXT, events.of(SlotsReleased.class)).withName("slot-releases"))
                .filter((namespace, released) -> released != null, Named.as("ended-present"))
                .mapValues(released -> new AdmissionInput.Ended(released.attempts()), Named.as("ended"));
        KStream<String, AdmissionInput> resized = builder.stream(
                        Topics.POOL_DEFINITIONS,
                        Consumed.with(TEXT, events.of(PoolDefined.class)).withName("pool-definitions"))
                .filter((key, defined) -> key != null && key.indexOf('/') > 0, Named.as("pools-named"))
                .map(PoolSize::keyed, Named.as("by-namespace"))
                .repartition(Repartitioned.<String, PoolSize>as("pool-sizes")
                        .withKeySerde(TEXT)
                        .withValueSerde(new JsonSerde<>(PoolSize.class))
                        .withNumberOfPartitions(partitions))
                .map((namespace, size) -> KeyValue.pair(namespace, size.input(namespace)), Named.as("resized"));

        KStream<String, byte[]> decided = asked.merge(ended, Named.as("asked-or-ended"))
                .merge(resized, Named.as("admission-inputs"))
                .process(new AdmissionSupplier(policy, queues), Named.as("admission"));
        decided.to(Topics.TASK_LAUNCH, Produced.with(TEXT, Serdes.ByteArray()).withName(TASK_LAUNCH_OUT));
        decided.to(Topics.TASK_EVENTS, Produced.with(TEXT, Serdes.ByteArray()).withName(TASK_EVENTS_OUT));
        decided.to(Topics.TASK_FINISHED, Produced.with(TEXT, Serdes.ByteArray()).withName(TASK_FINISHED_OUT));
        return builder.build();
    }
}
