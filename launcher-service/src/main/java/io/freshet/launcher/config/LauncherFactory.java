package io.freshet.launcher.config;

import io.freshet.contracts.topic.Topics;
import io.freshet.launcher.attempt.AttemptMetrics;
import io.freshet.launcher.attempt.AttemptRecords;
import io.freshet.launcher.attempt.Attempts;
import io.freshet.launcher.attempt.CrashPoints;
import io.freshet.launcher.attempt.Executor;
import io.freshet.launcher.attempt.LauncherContext;
import io.freshet.launcher.attempt.LauncherLock;
import io.freshet.launcher.attempt.LogTails;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.domain.AttemptLifecycle;
import io.freshet.launcher.kafka.InputListHandler;
import io.freshet.launcher.kafka.KafkaPublicationReports;
import io.freshet.launcher.kafka.KafkaReports;
import io.freshet.launcher.kafka.LaunchHandler;
import io.freshet.launcher.kafka.PublishHandler;
import io.freshet.launcher.publication.PublicationSweep;
import io.freshet.launcher.publication.Publications;
import io.freshet.servicekit.disk.Disk;
import io.freshet.servicekit.disk.FreeSpace;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.kafka.DeadLetterSender;
import io.freshet.servicekit.kafka.EventLoop;
import io.freshet.servicekit.kafka.EventPublisher;
import io.freshet.servicekit.kafka.KafkaProperties;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.servicekit.storage.StorageRoot;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;

/** Puts the launcher together. */
@Factory
final class LauncherFactory {
    private static final String LAUNCHES = "freshet.launcher";
    /** How many datasets are published at a time. */
    private static final int PUBLISHERS = 8;

    /** Lists that are stored at a time: a record has up to 512 KiB. */
    private static final int MOST_LISTS = 64;

    private static final String INPUT_LISTS = "freshet.launcher.input-lists";
    private static final String PUBLICATIONS = "freshet.publisher";

    @Singleton
    @Bean(preDestroy = "close")
    Launcher launcher(
            KafkaProperties kafka,
            LauncherProperties properties,
            Executor executor,
            AttemptMetrics metrics,
            @Value("${freshet.storage.root}") Path storage,
            @Property(name = "freshet.storage.reserve") @Nullable Long reserve)
            throws IOException, ExecutionException, InterruptedException {
        StorageRoot root = new StorageRoot(storage);
        LauncherLock lock = LauncherLock.acquire(root, properties.instance());
        try {
            FreeSpace space = new FreeSpace(FreeSpace.FileSystems.LOCAL, reserve);
            return launcher(kafka, properties, executor, metrics, root, space, lock);
        } catch (IOException | ExecutionException | InterruptedException | RuntimeException e) {
            // Whoever tries again in this process has to find it free.
            lock.close();
            throw e;
        }
    }

    private static Launcher launcher(
            KafkaProperties kafka,
            LauncherProperties properties,
            Executor executor,
            AttemptMetrics metrics,
            StorageRoot root,
            FreeSpace space,
            LauncherLock lock)
            throws IOException, ExecutionException, InterruptedException {
        Clock clock = Clock.systemUTC();
        KafkaSettings settings = kafka.settings();
        new TopicAdmin(settings).createMissing(kafka.partitions(), kafka.replication());
        EventPublisher publisher = new EventPublisher(settings, "launcher", properties.instance());
        KafkaReports reports = new KafkaReports(publisher);
        Disk disk = properties.sync() ? LocalDisk.SYNCED : LocalDisk.UNSYNCED;
        DataPlane dataPlane = new DataPlane(root, properties.instance(), clock, disk, space);
        Publications published = new Publications(
                dataPlane,
                new KafkaPublicationReports(publisher, clock),
                new TopicAdmin(settings).id(Topics.FILE_CHANGES),
                PUBLISHERS,
                Math::random);
        LogTails logs = new LogTails(reports, clock, properties.logLimit());
        Attempts attempts = new Attempts(
                new LauncherContext(
                        new AttemptLifecycle(executor.name(), properties.timeout()),
                        new AttemptRecords(root, properties.instance(), disk),
                        dataPlane,
                        published,
                        executor,
                        reports,
                        metrics,
                        clock,
                        CrashPoints.NONE),
                logs,
                properties.parallelism());
        DeadLetterSender deadLetters =
                new DeadLetterSender(settings, LAUNCHES + "-" + properties.instance() + "-rejections");
        LaunchHandler launches =
                new LaunchHandler(attempts, deadLetters, properties.maxOpen(), () -> space.shortage(root.internal()));
        return new Launcher(new Launcher.Parts(
                root,
                space,
                lock,
                executor,
                attempts,
                logs,
                launches,
                published,
                new PublicationSweep(dataPlane, published, Math::random),
                new EventLoop(
                        LAUNCHES,
                        settings,
                        consumer(settings, properties.instance(), LAUNCHES),
                        List.of(Topics.TASK_LAUNCH),
                        launches),
                new EventLoop(
                        PUBLICATIONS,
                        settings,
                        consumer(settings, properties.instance(), PUBLICATIONS),
                        List.of(Topics.FILE_CHANGES),
                        new PublishHandler(published)),
                new EventLoop(
                        INPUT_LISTS,
                        settings,
                        lists(settings, properties.instance()),
                        List.of(Topics.INPUT_LISTS),
                        new InputListHandler(dataPlane, deadLetters)),
                publisher,
                properties.killsOnClose() ? properties.grace() : null));
    }

    private static Map<String, Object> lists(KafkaSettings settings, String instance) {
        Map<String, Object> config = consumer(settings, instance, INPUT_LISTS);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_LISTS);
        return config;
    }

    /** A member with a name of its own gets its partitions back at once after a kill, and not when the dead one's session times out. */
    private static Map<String, Object> consumer(KafkaSettings settings, String instance, String group) {
        Map<String, Object> config = settings.consumer(group + "-" + instance, group);
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        return config;
    }
}
