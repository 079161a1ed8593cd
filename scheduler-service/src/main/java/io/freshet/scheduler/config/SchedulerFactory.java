package io.freshet.scheduler.config;

import io.freshet.language.identity.IdentityPolicyFile;
import io.freshet.scheduler.deadletter.DeadLetterLog;
import io.freshet.scheduler.deadletter.DeadLetterOrders;
import io.freshet.scheduler.deployment.CodeUploader;
import io.freshet.scheduler.deployment.DefinitionStore;
import io.freshet.scheduler.deployment.DeployIdentities;
import io.freshet.scheduler.deployment.Deployer;
import io.freshet.scheduler.deployment.PublishedAwaiter;
import io.freshet.scheduler.deployment.RequestStore;
import io.freshet.scheduler.deployment.Requests;
import io.freshet.scheduler.deployment.RunLimitStore;
import io.freshet.scheduler.deployment.UploadSpace;
import io.freshet.scheduler.jdbc.Database;
import io.freshet.scheduler.jdbc.OutboxRepository;
import io.freshet.scheduler.jdbc.OutboxTable;
import io.freshet.scheduler.kafka.DeadLetterTopics;
import io.freshet.scheduler.kafka.ReplayLogReader;
import io.freshet.scheduler.kafka.UpstreamLog;
import io.freshet.scheduler.outbox.Outbox;
import io.freshet.scheduler.outbox.OutboxPublisher;
import io.freshet.scheduler.outbox.TransactionalSender;
import io.freshet.scheduler.replay.ReplayLog;
import io.freshet.scheduler.replay.ReplayReader;
import io.freshet.scheduler.replay.ReplayStore;
import io.freshet.scheduler.replay.Replays;
import io.freshet.scheduler.schedule.ScheduleStore;
import io.freshet.scheduler.schedule.ScheduleTimer;
import io.freshet.scheduler.topology.AdmissionSettings;
import io.freshet.scheduler.topology.AdmissionTopology;
import io.freshet.scheduler.topology.LiveQueues;
import io.freshet.scheduler.topology.NamespaceOwners;
import io.freshet.scheduler.trigger.TriggerReader;
import io.freshet.scheduler.trigger.TriggerStore;
import io.freshet.scheduler.trigger.TriggerTimer;
import io.freshet.scheduler.webhook.DeliveryCounts;
import io.freshet.scheduler.webhook.WebhookStore;
import io.freshet.scheduler.webhook.Webhooks;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.http.OpenRoute;
import io.freshet.servicekit.kafka.KafkaProperties;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.servicekit.kafka.TurnLoop;
import io.freshet.servicekit.secret.SecretProperties;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.servicekit.streams.ForwardTime;
import io.freshet.servicekit.streams.LocalState;
import io.freshet.servicekit.streams.SourceTopics;
import io.freshet.servicekit.streams.StreamClients;
import io.freshet.servicekit.streams.ThreadFailure;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Puts the scheduler together. */
@Factory
final class SchedulerFactory {
    private static final String HELD_EVENTS = "held-events";
    private static final String REPLAYS = "replays";
    private static final String TRIGGERS = "triggers";

    @Singleton
    @Bean(preDestroy = "close")
    Scheduler scheduler(
            KafkaProperties kafka,
            AdmissionProperties admission,
            SchedulerProperties scheduler,
            Outbox outbox,
            ScheduleStore schedules,
            @Named(HELD_EVENTS) TurnLoop heldEvents,
            @Named(REPLAYS) TurnLoop replays,
            @Named(TRIGGERS) TurnLoop triggers,
            LiveQueues queues,
            NamespaceOwners owners,
            @Value("${freshet.state.dir}") Path state,
            @Property(name = SourceTopics.ACCEPT) @Nullable String accepted)
            throws ExecutionException, InterruptedException {
        KafkaSettings settings = kafka.settings();
        Map<String, Integer> topics = new TopicAdmin(settings).createMissing(kafka.partitions(), kafka.replication());
        ThreadFailure failure = new ThreadFailure("admission");
        StreamsConfig config = StreamClients.config(AdmissionSettings.of(
                settings,
                admission.applicationId(),
                new AdmissionSettings.Instance(scheduler.instance(), scheduler.address()),
                state,
                kafka.replication(),
                failure));
        ForwardTime time = new ForwardTime(InstantSource.system(), System::nanoTime);
        KafkaStreams streams = time.streams(
                AdmissionTopology.of(config, partitions(topics), admission.policy(), queues),
                config,
                new StreamClients(time));
        owners.begin(streams);
        TurnLoop publisher = OutboxPublisher.loop(
                outbox,
                name -> new TransactionalSender(settings, "scheduler-outbox-" + scheduler.instance(), name),
                scheduler.outboxRetention());
        SourceTopics sources = new SourceTopics(
                "admission",
                settings,
                admission.applicationId(),
                AdmissionTopology.INPUTS,
                AdmissionTopology.changelogs(admission.applicationId()),
                state,
                accepted);
        return new Scheduler(
                streams,
                new Scheduler.Loops(List.of(publisher, ScheduleTimer.loop(schedules), heldEvents, replays, triggers)),
                outbox,
                new LocalState(state),
                failure,
                sources);
    }

    @Singleton
    LiveQueues queues(InstantSource clock) {
        return new LiveQueues(clock);
    }

    @Singleton
    NamespaceOwners owners(SchedulerProperties scheduler) {
        return new NamespaceOwners(scheduler.address());
    }

    /** Closed by the scheduler, which also begins it. */
    @Singleton
    @Named(REPLAYS)
    TurnLoop replayReader(ReplayStore store, ReplayLog log) {
        return ReplayReader.loop(store, log);
    }

    /** Closed by the scheduler, which also begins it. */
    @Singleton
    @Named(HELD_EVENTS)
    TurnLoop heldEvents(TriggerStore store) {
        return TriggerTimer.loop(store);
    }

    /** Closed by the scheduler, which also begins it. */
    @Singleton
    @Named(TRIGGERS)
    TurnLoop triggerReader(TriggerStore store, KafkaProperties kafka, SchedulerProperties scheduler) {
        return TriggerReader.loop(store, new UpstreamLog(kafka.settings(), scheduler.instance()));
    }

    @Singleton
    Webhooks webhooks(WebhookStore store, SecretProperties secrets, DeliveryCounts counts) {
        return new Webhooks(store, secrets.files(), counts);
    }

    /** Deliveries show by their signature that they may come in. */
    @Singleton
    OpenRoute deliveries() {
        return new OpenRoute("POST", Webhooks.PATHS);
    }

    @Singleton
    @Bean(preDestroy = "close")
    DeadLetterLog deadLetterLog(KafkaProperties kafka, SchedulerProperties scheduler) {
        return new DeadLetterTopics(kafka.settings(), scheduler.instance());
    }

    @Singleton
    DeadLetterOrders deadLetterOrders(DeadLetterLog log, InstantSource clock) {
        return new DeadLetterOrders(log, clock);
    }

    @Singleton
    ReplayLog replayLog(KafkaProperties kafka, SchedulerProperties scheduler) {
        return new ReplayLogReader(kafka.settings(), scheduler.instance());
    }

    @Singleton
    Replays replays(ReplayStore store, ReplayLog log, InstantSource clock, @Named(REPLAYS) TurnLoop reader) {
        return new Replays(store, log, clock, () -> UUID.randomUUID().toString(), reader::wake);
    }

    /**
     * As the topics are, which may have been created with another number than is configured here: a namespace's records must meet.
     *
     * @param partitions by topic
     */
    static int partitions(Map<String, Integer> partitions) {
        Map<String, Integer> own = new TreeMap<>(partitions);
        own.keySet().retainAll(AdmissionTopology.BY_NAMESPACE);
        if (Set.copyOf(own.values()).size() != 1) {
            throw new IllegalStateException(
                    "the topics of admission must have the same number of partitions, for it keeps together what belongs to one namespace; they have "
                            + own + ". Delete and create anew what differs, see freshet topics apply");
        }
        return own.values().iterator().next();
    }

    @Singleton
    Outbox outbox(Database database, OutboxRepository rows, SchedulerProperties scheduler) {
        return new OutboxTable(database, rows, scheduler.instance());
    }

    @Singleton
    @Primary
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Singleton
    PublishedAwaiter publication(DefinitionStore definitions, SchedulerProperties properties) {
        return new PublishedAwaiter(definitions::publication, properties.publishWait());
    }

    /** At the start, so that nothing starts with a policy that is broken. */
    @Context
    DeployIdentities identities(IdentityProperties properties) {
        return properties.policy() == null
                ? DeployIdentities.NO_POLICY
                : new DeployIdentities(new IdentityPolicyFile(properties.policy()));
    }

    @Singleton
    Deployer deployer(
            DefinitionStore definitions,
            PublishedAwaiter publication,
            InstantSource clock,
            DeployIdentities identities,
            @Value("${freshet.storage.root}") Path storage) {
        return new Deployer(new CodeUploader(new StorageRoot(storage)), definitions, publication, clock, identities);
    }

    @Singleton
    UploadSpace uploads(
            SchedulerProperties scheduler,
            @Value("${freshet.storage.root}") Path storage,
            @Property(name = "freshet.storage.reserve") @Nullable Long reserve) {
        return new UploadSpace(
                new StorageRoot(storage).uploads().resolve("scheduler-" + scheduler.instance()),
                new FreeSpace(FreeSpace.FileSystems.LOCAL, reserve));
    }

    @Singleton
    Requests requests(DefinitionStore definitions, RequestStore store, RunLimitStore limits, InstantSource clock) {
        return new Requests(
                definitions, store, limits, clock, () -> UUID.randomUUID().toString());
    }
}
