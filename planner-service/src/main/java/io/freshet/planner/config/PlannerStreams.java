package io.freshet.planner.config;

import io.freshet.planner.store.LocalStores;
import io.freshet.planner.topology.KeyPartitioning;
import io.freshet.planner.topology.PlannerListener;
import io.freshet.planner.topology.PlannerTopology;
import io.freshet.planner.topology.StreamsSettings;
import io.freshet.servicekit.service.ServiceComponent;
import io.freshet.servicekit.streams.ForwardTime;
import io.freshet.servicekit.streams.LocalState;
import io.freshet.servicekit.streams.SourceTopics;
import io.freshet.servicekit.streams.StreamClients;
import io.freshet.servicekit.streams.StreamsProgress;
import io.freshet.servicekit.streams.ThreadFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running topology. A fault of ours stops it, to be seen in {@link #isAlive}. */
public final class PlannerStreams implements ServiceComponent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlannerStreams.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

    private final KafkaStreams streams;
    private final StreamsProgress progress;
    private final ThreadFailure failure;
    private final SourceTopics sources;
    private volatile boolean begun;

    PlannerStreams(
            StreamsSettings settings,
            PlannerListener listener,
            KeyPartitioning placement,
            LocalStores stores,
            LocalState local,
            SourceTopics sources) {
        this.sources = sources;
        failure = new ThreadFailure("the planner");
        StreamsConfig config = StreamClients.config(new StreamsConfig(settings.properties(failure)));
        Topology topology = PlannerTopology.draw(new TopologyConfig(config), listener, placement, stores);
        ForwardTime time = new ForwardTime(InstantSource.system(), System::nanoTime);
        streams = time.streams(topology, config, stores.clients(time));
        progress = new StreamsProgress("the planner", streams);
        streams.setUncaughtExceptionHandler(thrown -> {
            local.failed(thrown);
            return failure.handle(thrown);
        });
        streams.setStateListener((next, before) -> LOG.atInfo()
                .addKeyValue("before", before)
                .addKeyValue("state", next)
                .log("The planner's streams changed state"));
    }

    /** Begins, unless records are lost that it has not read, see {@link SourceTopics}; to be called once. */
    @Override
    public void start() {
        if (sources.begin()) {
            streams.start();
            begun = true;
        }
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        sources.problem().ifPresent(problems::add);
        if (streams.state() != KafkaStreams.State.RUNNING) {
            problems.add("the planner's streams are " + streams.state());
        }
        failure.problem().ifPresent(problems::add);
        progress.problem().ifPresent(problems::add);
        return problems;
    }

    /** Whether it goes on, or will when Kafka does, or an operator has accepted what is lost. */
    @Override
    public boolean isAlive() {
        return !begun || (!streams.state().hasStartedOrFinishedShuttingDown() && !progress.isStuck());
    }

    /** Ends the decision in hand and stops. */
    @Override
    public void close() {
        sources.close();
        streams.close(CLOSE_WITHIN);
    }
}
