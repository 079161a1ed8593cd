package io.freshet.audit.config;

import io.freshet.audit.delivery.AlertSecrets;
import io.freshet.audit.delivery.ChannelSender;
import io.freshet.audit.delivery.DeliveryListener;
import io.freshet.audit.delivery.DeliveryTurns;
import io.freshet.audit.delivery.MailSender;
import io.freshet.audit.history.CommitSignal;
import io.freshet.audit.jdbc.alert.AlertEngine;
import io.freshet.audit.jdbc.alert.AlertQueries;
import io.freshet.audit.jdbc.alert.DeadlineQueries;
import io.freshet.audit.jdbc.alert.DeliveryQueue;
import io.freshet.audit.kafka.IngestionLag;
import io.freshet.audit.kafka.ReadHorizon;
import io.freshet.servicekit.jdbc.ConnectionPool;
import io.freshet.servicekit.secret.SecretProperties;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Puts together what is done about alerts. */
@Factory
final class AlertFactory {
    @Singleton
    AlertQueries alertQueries(ConnectionPool database) {
        return new AlertQueries(database.source());
    }

    @Singleton
    DeadlineQueries deadlineQueries(ConnectionPool database) {
        return new DeadlineQueries(database.source());
    }

    @Singleton
    AlertEngine alertEngine(ConnectionPool database, IngestionLag lag, CommitSignal signal, InstantSource clock) {
        return new AlertEngine(database.source(), new ReadHorizon(lag, clock), signal, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ChannelSender channelSender(AlertProperties properties, SecretProperties secrets, MailProperties mail) {
        return new ChannelSender(
                new AlertSecrets(secrets.files()), properties.addresses(), new MailSender(mail.server()));
    }

    @Singleton
    DeliveryQueue deliveryQueue(ConnectionPool database) {
        return new DeliveryQueue(database.source());
    }

    @Singleton
    @Bean(preDestroy = "close")
    DeliveryTurns deliveryTurns(
            DeliveryQueue queue, ChannelSender sender, InstantSource clock, DeliveryListener listener) {
        return new DeliveryTurns(queue, sender, clock, listener);
    }

    /** Begins with the service, which several do at a time: what one is at, the others leave alone. */
    @Context
    @Bean(preDestroy = "close")
    AlertLoops alertLoops(AlertEngine engine, DeliveryTurns deliveries) {
        return AlertLoops.start(engine, deliveries);
    }
}
