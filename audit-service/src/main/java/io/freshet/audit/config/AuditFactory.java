package io.freshet.audit.config;

import io.freshet.audit.domain.CommitSignal;
import io.freshet.audit.domain.WhyFacts;
import io.freshet.audit.http.Limits;
import io.freshet.audit.jdbc.Attempts;
import io.freshet.audit.jdbc.DatasetReports;
import io.freshet.audit.jdbc.Datasets;
import io.freshet.audit.jdbc.Identifiers;
import io.freshet.audit.jdbc.Instances;
import io.freshet.audit.jdbc.Journal;
import io.freshet.audit.jdbc.Letters;
import io.freshet.audit.jdbc.Lineage;
import io.freshet.audit.jdbc.Logs;
import io.freshet.audit.jdbc.MonthlyPartitions;
import io.freshet.audit.jdbc.Orphans;
import io.freshet.audit.jdbc.PendingPublications;
import io.freshet.audit.jdbc.RecordedFacts;
import io.freshet.audit.jdbc.Retention;
import io.freshet.audit.jdbc.Runs;
import io.freshet.audit.jdbc.Totals;
import io.freshet.audit.jdbc.Workflows;
import io.freshet.audit.kafka.IngestionFigures;
import io.freshet.audit.kafka.LogEnds;
import io.freshet.audit.kafka.LogReaders;
import io.freshet.audit.kafka.Progress;
import io.freshet.contracts.kafka.KafkaSettings;
import io.freshet.contracts.kafka.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;

/** Puts the service together. */
@Factory
final class AuditFactory {
    /** Micronaut has one of its own. */
    @Singleton
    @Primary
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Singleton
    KafkaSettings kafka(Environment environment, @Value("${freshet.kafka.bootstrap-servers}") String bootstrapServers) {
        Map<String, String> properties = new HashMap<>();
        environment
                .getProperties("freshet.kafka.properties", StringConvention.RAW)
                .forEach((name, value) -> properties.put(name, String.valueOf(value)));
        return new KafkaSettings(bootstrapServers, properties);
    }

    @Singleton
    CommitSignal signal() {
        return new CommitSignal();
    }

    @Singleton
    Limits limits(
            @Value("${freshet.audit.longest-wait}") Duration longestWait,
            @Value("${freshet.audit.longest-follow}") Duration longestFollow) {
        return new Limits(longestWait, longestFollow);
    }

    @Singleton
    MonthlyPartitions months(DataSource database, InstantSource clock) {
        return new MonthlyPartitions(database, clock);
    }

    @Singleton
    Retention retention(DataSource database, InstantSource clock) {
        return new Retention(database, clock);
    }

    @Singleton
    Journal journal(DataSource database, MonthlyPartitions months, InstantSource clock) {
        return new Journal(database, months, clock);
    }

    @Singleton
    IngestionFigures figures(MeterRegistry meters, CommitSignal signal) {
        return new IngestionFigures(meters, signal);
    }

    @Singleton
    @Bean(preDestroy = "close")
    LogEnds ends(KafkaSettings kafka) {
        return new LogEnds(kafka);
    }

    @Singleton
    Progress progress(LogEnds ends, Journal journal) {
        return new Progress(ends, journal);
    }

    /** Reading begins with the service and not with the first question. */
    @Context
    @Bean(preDestroy = "close")
    LogReaders readers(
            KafkaSettings kafka,
            Journal journal,
            LogEnds ends,
            MonthlyPartitions months,
            IngestionFigures figures,
            @Value("${freshet.audit.group}") String group,
            @Value("${freshet.audit.instance}") String instance,
            @Value("${freshet.audit.batch}") int batch,
            @Value("${freshet.kafka.partitions}") int partitions,
            @Value("${freshet.kafka.replication}") short replication)
            throws SQLException, ExecutionException, InterruptedException {
        new TopicAdmin(kafka).createMissing(partitions, replication);
        months.createAhead();
        return LogReaders.start(kafka, group, instance, batch, journal, ends, figures);
    }

    @Singleton
    Workflows workflows(DataSource database) {
        return new Workflows(database);
    }

    @Singleton
    Runs runs(DataSource database) {
        return new Runs(database);
    }

    @Singleton
    Identifiers identifiers(DataSource database) {
        return new Identifiers(database);
    }

    @Singleton
    Instances instances(DataSource database) {
        return new Instances(database);
    }

    @Singleton
    Attempts attempts(DataSource database) {
        return new Attempts(database);
    }

    @Singleton
    Logs logs(DataSource database) {
        return new Logs(database);
    }

    @Singleton
    Totals totals(DataSource database, InstantSource clock) {
        return new Totals(database, clock);
    }

    @Singleton
    Datasets datasets(DataSource database, Workflows workflows, Totals totals) {
        return new Datasets(database, workflows, totals);
    }

    @Singleton
    PendingPublications pendingPublications(DataSource database, Workflows workflows) {
        return new PendingPublications(database, workflows);
    }

    @Singleton
    Orphans orphans(DataSource database, Workflows workflows, Totals totals) {
        return new Orphans(database, workflows, totals);
    }

    @Singleton
    DatasetReports datasetReports(DataSource database) {
        return new DatasetReports(database);
    }

    @Singleton
    Lineage lineage(DataSource database) {
        return new Lineage(database);
    }

    @Singleton
    Letters letters(DataSource database) {
        return new Letters(database);
    }

    @Singleton
    WhyFacts facts(
            DataSource database,
            Instances instances,
            Runs runs,
            Attempts attempts,
            Datasets datasets,
            Workflows workflows) {
        return new RecordedFacts(database, instances, runs, attempts, datasets, workflows);
    }
}
