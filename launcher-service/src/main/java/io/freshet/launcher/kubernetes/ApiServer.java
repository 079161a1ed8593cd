package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;

/** How the API server is talked to: what fails because it is away, busy or ill is repeated, with growing pauses. */
public final class ApiServer {
    private static final int REPEATED = 20;
    /** The client doubles its pauses up to 32 times the first, here 3.2 s. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /** Of a watch that broke off, which is never given up; the longest is how long the end of an outage may go unnoticed. */
    private static final Duration FIRST_WATCH_PAUSE = Duration.ofMillis(250);

    /** To connect, and for an answer to begin; a watch or a log that is followed has no end. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private ApiServer() {}

    /**
     * A client.
     *
     * @param server where it is, and who we are
     * @param requests how many may be made at once; as many may be open besides, for watches and logs
     */
    public static KubernetesClient client(Config server, int requests) {
        Config config = new ConfigBuilder(server)
                // The JDK's client fails where a connection has too many streams, and each log that is followed is one.
                .withHttp2Disable(true)
                .withRequestRetryBackoffLimit(REPEATED)
                .withRequestRetryBackoffInterval((int) FIRST_PAUSE.toMillis())
                .withWatchReconnectInterval((int) FIRST_WATCH_PAUSE.toMillis())
                .withConnectionTimeout((int) ANSWER_WITHIN.toMillis())
                .withRequestTimeout((int) ANSWER_WITHIN.toMillis())
                .withMaxConcurrentRequests(requests * 2)
                .withMaxConcurrentRequestsPerHost(requests * 2)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
