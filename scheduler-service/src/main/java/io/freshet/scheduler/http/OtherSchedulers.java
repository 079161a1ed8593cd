package io.freshet.scheduler.http;

import io.freshet.contracts.api.QueueClient;
import io.freshet.contracts.api.QueueInfo;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.api.UnreachableException;
import io.freshet.scheduler.deployment.Problems;
import io.freshet.scheduler.topology.NamespaceOwners;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the scheduler that admits for a namespace on behalf of whoever has asked this one; that one asks no other. Thread-safe. */
@Singleton
final class OtherSchedulers {
    private static final String BEARER = "Bearer ";

    private final NamespaceOwners owners;

    OtherSchedulers(NamespaceOwners owners) {
        this.owners = owners;
    }

    /**
     * What waits in a namespace.
     *
     * @param authorization with which this one was asked; null: without any
     * @return empty if it is not known who admits for it
     * @throws io.freshet.contracts.api.ProblemException if the other one refuses or does not answer
     */
    Optional<QueueInfo> queue(String namespace, QueueClient.Wanted wanted, @Nullable String authorization) {
        return owners.other(namespace).map(other -> ask(other, namespace, wanted, token(authorization)));
    }

    private static QueueInfo ask(URI other, String namespace, QueueClient.Wanted wanted, @Nullable String token) {
        try (SchedulerClient client = new SchedulerClient(other, "scheduler", token)) {
            return client.queues().queueThere(namespace, wanted);
        } catch (UnreachableException e) {
            throw Problems.queueUnreachable(namespace, e.getMessage());
        } catch (IOException e) {
            throw Problems.queueUnreachable(namespace, "%s: %s".formatted(other, e.getMessage()));
        }
    }

    private static @Nullable String token(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
