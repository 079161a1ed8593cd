package io.freshet.watcher.config;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.servicekit.service.ServiceComponent;
import io.freshet.watcher.domain.EventCounts;
import io.freshet.watcher.domain.WatchList;
import io.freshet.watcher.intake.EventIntake;
import io.freshet.watcher.intake.EventQueries;
import io.freshet.watcher.kafka.ChangeSender;
import io.freshet.watcher.kafka.DefinitionReader;
import io.freshet.watcher.kafka.EventLogReader;
import io.freshet.watcher.ledger.EventIndex;
import io.freshet.watcher.watch.WatchContext;
import io.freshet.watcher.watch.WatchMetrics;
import io.freshet.watcher.watch.WatchRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of the watcher, put together: what is deployed says what is watched. */
final class Watcher implements ServiceComponent, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final WatchContext context;
    private final ChangeSender sender;
    private final WatchRegistry watches;
    private final TurnLoop definitions;
    private final EventIntake intake;
    private final TurnLoop events;
    private final EventQueries queries;
    private final Set<WatchList.Conflict> reported = new HashSet<>();

    Watcher(KafkaSettings kafka, WatcherProperties properties, ChangeSender sender, WatchContext context) {
        String instance = properties.instance();
        this.context = context;
        this.sender = sender;
        this.watches = new WatchRegistry(context);
        this.definitions = DefinitionReader.loop(kafka, instance, this::deployed, watches::confirm);
        this.intake = new EventIntake(context.ledgers().events(), watches::isWatched);
        this.queries = new EventQueries(context.ledgers(), watches::isWatched, intake::totals);
        this.events =
                new EventLogReader(kafka, intake, watches, properties.eventMemory(), context.clock()).loop(instance);
    }

    /** Begins; to be called once. */
    @Override
    public void start() {
        sender.connect();
        definitions.start();
        events.start();
    }

    /** False if a restart is needed, since nobody follows what is deployed any more; true while it starts. */
    @Override
    public boolean isAlive() {
        return definitions.isAlive() && events.isAlive();
    }

    /** What keeps it from its work, for people. */
    @Override
    public List<String> problems() {
        return Stream.of(definitions.problem(), events.problem())
                .flatMap(Optional::stream)
                .toList();
    }

    public WatchMetrics metrics() {
        return context.metrics();
    }

    /** What was read of the events of upstream systems. */
    EventIndex.Totals events() {
        return intake.totals();
    }

    /** What became of the events that announce extracts, of all datasets that are watched. */
    EventCounts counts() {
        return watches.counts();
    }

    EventQueries queries() {
        return queries;
    }

    /** How many datasets are watched. */
    public int datasets() {
        return watches.size();
    }

    /** How many files the last scans have seen. */
    public long files() {
        return watches.files();
    }

    @Override
    public void close() {
        queries.close();
        events.close();
        definitions.close();
        watches.close();
        sender.close();
        context.notifier().close();
        if (watches.haveEnded()) {
            context.ledgers().close();
        } else {
            LOG.atWarn().log("The ledgers stay open until the process ends, because a file system does not answer");
        }
    }

    private void deployed(Collection<WorkflowDefinition> deployed) {
        WatchList list = WatchList.of(deployed, watches.known());
        watches.watch(list);
        reported.retainAll(list.conflicts());
        list.conflicts().stream()
                .filter(reported::add)
                .forEach(conflict -> LOG.atWarn()
                        .addKeyValue("dataset", conflict.dataset())
                        .addKeyValue("workflow", conflict.ignored())
                        .addKeyValue("path", conflict.kept().path())
                        .addKeyValue("layout", conflict.kept().layout())
                        .log("Workflows declare a watched dataset differently; the first declaration holds"));
    }
}
