package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An API server that keeps what it is given, with a kubelet that runs the containers as processes of this machine. */
public final class FakeCluster implements TestCluster {
    /** Of pods that succeed without running anything. */
    static final String INSTANT_IMAGE = "example.invalid/instant:1";

    static final String UNKNOWN_IMAGE = "example.invalid/unknown:1";

    /** Held, or its level is forgotten: the server tells of each request. */
    private static final Logger TALK = Logger.getLogger(MockWebServer.class.getName());

    static {
        TALK.setLevel(Level.WARNING);
    }

    private final Path root;
    private final MockWebServer web = new MockWebServer();
    private final KubernetesMockServer server;
    private final FakeApiServer api;
    private final FakeKubelet kubelet;

    private final Lines lines;

    /** What the server answers instead, to the next requests that the function answers at all. */
    final ConcurrentLinkedQueue<Function<RecordedRequest, MockResponse>> faults = new ConcurrentLinkedQueue<>();

    /**
     * @param root the directory that pods see through the claim; exists
     */
    public FakeCluster(Path root) throws IOException {
        this.root = root;
        this.api = new FakeApiServer(this::fault, pod -> kubelet().log(pod));
        this.server = new KubernetesMockServer(new Context(), web, new HashMap<>(), api, false);
        server.init();
        this.lines = new Lines(new InetSocketAddress(InetAddress.getLoopbackAddress(), web.getPort()));
        this.kubelet = new FakeKubelet(client(lines.open()), namespace());
    }

    /** How clients in other processes find it: the text of a kubeconfig. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: made-up
                clusters: [{name: made-up, cluster: {server: "http://localhost:%d"}}]
                contexts: [{name: made-up, context: {cluster: made-up, user: made-up, namespace: %s}}]
                users: [{name: made-up, user: {}}]
                """.formatted(web.getPort(), namespace());
    }

    /** How many pods there are now. */
    public int pods() {
        try (KubernetesClient client = client()) {
            return client.pods().inNamespace(namespace()).list().getItems().size();
        }
    }

    FakeKubelet kubelet() {
        return kubelet;
    }

    private MockResponse fault(RecordedRequest request) {
        Function<RecordedRequest, MockResponse> fault = faults.peek();
        MockResponse answer = fault == null ? null : fault.apply(request);
        if (answer != null) {
            faults.remove();
        }
        return answer;
    }

    @Override
    public KubernetesClient client(Line line) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + line.port())
                .withNamespace(namespace())
                .withHttp2Disable(true)
                .withRequestRetryBackoffInterval(20)
                .withRequestRetryBackoffLimit(3)
                .withWatchReconnectInterval(50)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    @Override
    public Lines lines() {
        return lines;
    }

    @Override
    public Duration outage() {
        return Duration.ZERO;
    }

    @Override
    public String namespace() {
        return "tasks";
    }

    @Override
    public String claim() {
        return "data";
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public String image() {
        return "example.invalid/task:1";
    }

    @Override
    public int user() {
        try {
            int own = (Integer) Files.getAttribute(root, "unix:uid");
            // Root may give files to anybody; others only to themselves.
            return own == 0 ? 20_001 : own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lines.cut();
        kubelet.close();
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        end();
    }

    /** The server waits half a minute for what it has just written to who says good-bye; nobody needs to wait with it. */
    private void end() {
        Thread ending = Thread.ofVirtual().start(server::destroy);
        try {
            ending.join(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
