package io.freshet.audit.config;

import io.freshet.audit.explain.HistoryQueries;
import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.http.Limits;
import io.freshet.audit.jdbc.read.AttemptQueries;
import io.freshet.audit.jdbc.read.DatasetQueries;
import io.freshet.audit.jdbc.read.DeadLetterQueries;
import io.freshet.audit.jdbc.read.InstanceQueries;
import io.freshet.audit.jdbc.read.JdbcHistoryQueries;
import io.freshet.audit.jdbc.read.LineageQueries;
import io.freshet.audit.jdbc.read.OrphanQueries;
import io.freshet.audit.jdbc.read.PendingPublications;
import io.freshet.audit.jdbc.read.RunQueries;
import io.freshet.audit.jdbc.read.Totals;
import io.freshet.audit.jdbc.read.TraceQueries;
import io.freshet.audit.jdbc.read.WorkflowQueries;
import io.freshet.audit.jdbc.write.HistoryWriter;
import io.freshet.audit.jdbc.write.MonthlyPartitions;
import io.freshet.audit.jdbc.write.Retention;
import io.freshet.audit.kafka.EndOffsets;
import io.freshet.audit.kafka.IngestionLag;
import io.freshet.audit.kafka.IngestionMetrics;
import io.freshet.audit.kafka.LogReaders;
import io.freshet.servicekit.jdbc.ConnectionPool;
import io.freshet.servicekit.kafka.KafkaProperties;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;

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
    KafkaSettings kafka(KafkaProperties kafka) {
        return kafka.settings();
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
    MonthlyPartitions months(ConnectionPool database, InstantSource clock) {
        return new MonthlyPartitions(database.source(), clock);
    }

    @Singleton
    Retention retention(ConnectionPool database, InstantSource clock) {
        return new Retention(database.source(), clock);
    }

    @Singleton
    HistoryWriter journal(
            ConnectionPool database, MonthlyPartitions months, InstantSource clock, TracingProperties tracing) {
        return new HistoryWriter(database.source(), months, clock, tracing.sampled());
    }

    @Singleton
    IngestionMetrics metrics(MeterRegistry meters, CommitSignal signal) {
        return new IngestionMetrics(meters, signal);
    }

    @Singleton
    @Bean(preDestroy = "close")
    EndOffsets ends(KafkaSettings kafka) {
        return new EndOffsets(kafka);
    }

    @Singleton
    IngestionLag progress(EndOffsets ends, HistoryWriter journal) {
        return new IngestionLag(ends, journal);
    }

    /** Reading begins with the service and not with the first question. */
    @Context
    @Bean(preDestroy = "close")
    LogReaders readers(
            KafkaProperties kafka,
            HistoryWriter journal,
            EndOffsets ends,
            MonthlyPartitions months,
            IngestionMetrics metrics,
            @Value("${freshet.audit.group}") String group,
            @Value("${freshet.audit.instance}") String instance,
            @Value("${freshet.audit.batch}") int batch)
            throws SQLException, ExecutionException, InterruptedException {
        new TopicAdmin(kafka.settings()).createMissing(kafka.partitions(), kafka.replication());
        months.createAhead();
        return LogReaders.start(kafka.settings(), group, instance, batch, journal, ends, metrics);
    }

    @Singleton
    RunQueries runs(ConnectionPool database) {
        return new RunQueries(database.source());
    }

    @Singleton
    InstanceQueries instances(ConnectionPool database) {
        return new InstanceQueries(database.source());
    }

    @Singleton
    AttemptQueries attempts(ConnectionPool database) {
        return new AttemptQueries(database.source());
    }

    @Singleton
    TraceQueries traces(ConnectionPool database) {
        return new TraceQueries(database.source());
    }

    @Singleton
    Totals totals(ConnectionPool database, InstantSource clock) {
        return new Totals(database.source(), clock);
    }

    @Singleton
    DatasetQueries datasets(ConnectionPool database, WorkflowQueries workflows, Totals totals) {
        return new DatasetQueries(database.source(), workflows, totals);
    }

    @Singleton
    PendingPublications pendingPublications(ConnectionPool database, WorkflowQueries workflows) {
        return new PendingPublications(database.source(), workflows);
    }

    @Singleton
    DeadLetterQueries deadLetters(ConnectionPool database) {
        return new DeadLetterQueries(database.source());
    }

    @Singleton
    OrphanQueries orphans(ConnectionPool database, WorkflowQueries workflows, Totals totals) {
        return new OrphanQueries(database.source(), workflows, totals);
    }

    @Singleton
    LineageQueries lineage(ConnectionPool database) {
        return new LineageQueries(database.source());
    }

    @Singleton
    HistoryQueries facts(
            ConnectionPool database,
            InstanceQueries instances,
            RunQueries runs,
            AttemptQueries attempts,
            DatasetQueries datasets,
            WorkflowQueries workflows) {
        return new JdbcHistoryQueries(database.source(), instances, runs, attempts, datasets, workflows);
    }
}
