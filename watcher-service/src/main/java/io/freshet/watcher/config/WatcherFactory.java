package io.freshet.watcher.config;

import io.freshet.servicekit.kafka.KafkaProperties;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.servicekit.storage.StorageRoot;
import io.freshet.servicekit.time.SteadyClock;
import io.freshet.watcher.intake.EventQueries;
import io.freshet.watcher.kafka.ChangeLogReader;
import io.freshet.watcher.kafka.ChangeSender;
import io.freshet.watcher.kafka.EventLogWriter;
import io.freshet.watcher.notify.ChangeNotifier;
import io.freshet.watcher.notify.Notifiers;
import io.freshet.watcher.rocksdb.RocksLedgerStore;
import io.freshet.watcher.scan.ContentReader;
import io.freshet.watcher.scan.VolumeReader;
import io.freshet.watcher.watch.WatchContext;
import io.freshet.watcher.watch.WatchMetrics;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/** Puts the watcher together. */
@Factory
final class WatcherFactory {
    @Singleton
    @Bean(preDestroy = "close")
    Watcher watcher(
            KafkaProperties kafka,
            WatcherProperties properties,
            @Value("${freshet.storage.root}") Path storage,
            @Value("${freshet.state.dir}") Path state)
            throws IOException, ExecutionException, InterruptedException {
        new TopicAdmin(kafka.settings()).createMissing(kafka.partitions(), kafka.replication());
        RocksLedgerStore ledgers =
                RocksLedgerStore.open(state.resolve("watcher").resolve(properties.instance()));
        ChangeSender sender = new ChangeSender(kafka.settings(), properties.instance());
        WatchContext around = new WatchContext(
                new StorageRoot(storage),
                ledgers,
                properties.notifications() ? Notifiers.open() : ChangeNotifier.silent(),
                sender,
                new ChangeLogReader(kafka.settings(), properties.instance()),
                sender,
                ContentReader.SHA256,
                VolumeReader.system(),
                Clock.systemUTC(),
                new SteadyClock(System::nanoTime),
                properties.reconcileInterval(),
                new WatchMetrics());
        return new Watcher(kafka.settings(), properties, sender, around);
    }

    /** After the watcher, which makes the topics. */
    @Singleton
    @Bean(preDestroy = "close")
    EventLogWriter eventLog(Watcher made, KafkaProperties kafka, WatcherProperties properties) {
        return new EventLogWriter(kafka.settings(), properties.instance());
    }

    @Singleton
    EventQueries eventQueries(Watcher watcher) {
        return watcher.queries();
    }
}
