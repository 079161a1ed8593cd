package io.freshet.endtoend.installation;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.embedded.EmbeddedBroker;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.PostgresSettings;
import io.freshet.launcher.LauncherService;
import io.freshet.servicekit.kafka.KafkaSettings;
import io.freshet.servicekit.kafka.TopicAdmin;
import io.freshet.testkit.Eventually;
import io.freshet.testkit.PostgresPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Broker, database and the five services on the loopback interface: those that a test means to kill or to stop as processes of their own,
 * the others in this JVM, where they start in a fraction of the time. What is killed is started again at once, as systemd or Kubernetes
 * would. For one thread.
 */
public final class Installation implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PARTITIONS = 2;

    private final Path directory;
    private final Map<Part, Map<String, Object>> properties;
    private final Map<String, String> launcherEnvironment;
    private final EmbeddedPostgres database;
    private final int brokerPort;
    private final Map<Part, Integer> ports = new EnumMap<>(Part.class);
    private final Set<Part> ownProcesses;
    private final Map<Part, PartProcess> processes = new EnumMap<>(Part.class);
    /** In the order in which they were started. */
    private final List<AutoCloseable> inThisJvm = new ArrayList<>();

    private final List<PartProcess> moreLaunchers = new ArrayList<>();

    /**
     * Starts all of it, and returns when every part is ready.
     *
     * @param directory for everything; need not exist
     * @param ownProcesses the parts that are processes of their own; the database always is
     * @param properties of services other than the defaults; those of the launcher are of every launcher
     * @param launcherEnvironment of every launcher
     */
    public Installation(
            Path directory,
            Set<Part> ownProcesses,
            Map<Part, Map<String, Object>> properties,
            Map<String, String> launcherEnvironment)
            throws Exception {
        this.directory = Files.createDirectories(directory);
        this.ownProcesses = Set.copyOf(ownProcesses);
        this.properties = Map.copyOf(properties);
        this.launcherEnvironment = Map.copyOf(launcherEnvironment);
        this.brokerPort = freePort();
        this.database = EmbeddedPostgres.start(
                new PostgresSettings(directory.resolve("postgres"), PostgresPrograms.directory()));
        try {
            startAll();
        } catch (Exception | AssertionError e) {
            close();
            throw e;
        }
    }

    private void startAll() throws Exception {
        startBroker();
        awaitReady(Part.BROKER);
        new TopicAdmin(KafkaSettings.of(kafka())).createMissing(PARTITIONS, (short) 1);
        for (Part service : List.of(Part.SCHEDULER, Part.PLANNER, Part.LAUNCHER, Part.WATCHER, Part.AUDIT)) {
            start(service);
        }
        for (Part part : Part.values()) {
            awaitReady(part);
        }
    }

    private void startBroker() throws IOException, InterruptedException {
        Path data = directory.resolve("kafka");
        if (ownProcesses.contains(Part.BROKER)) {
            List<String> arguments = List.of(data.toString(), Integer.toString(brokerPort));
            processes.put(
                    Part.BROKER, new PartProcess(BrokerProcess.class, arguments, Map.of(), Map.of(), log("broker")));
        } else {
            inThisJvm.add(EmbeddedBroker.start(data, brokerPort));
        }
    }

    private void start(Part service) throws IOException, InterruptedException {
        String name = service == Part.LAUNCHER ? "launcher-0" : service.name().toLowerCase(Locale.ROOT);
        int port = portOf(service);
        Map<String, Object> all = properties(service, name, port);
        if (ownProcesses.contains(service)) {
            Map<String, String> environment = service == Part.LAUNCHER ? launcherEnvironment : Map.of();
            processes.put(service, new PartProcess(ServiceStart.of(service), List.of(), all, environment, log(name)));
        } else {
            inThisJvm.add(ServiceStart.inThisJvm(service, all));
        }
    }

    /** Starts one more launcher, which is there until the end. */
    public void startLauncher(String instance) throws IOException, InterruptedException {
        int port = freePort();
        PartProcess launcher = launcher(instance, port);
        moreLaunchers.add(launcher);
        awaitHealthy(launcher, port);
    }

    /** Kills the first launcher with SIGKILL, and does not start it again. */
    public void killFirstLauncherForGood() throws InterruptedException {
        part(Part.LAUNCHER).kill();
    }

    private PartProcess launcher(String instance, int port) throws IOException, InterruptedException {
        return new PartProcess(
                LauncherService.class,
                List.of(),
                properties(Part.LAUNCHER, instance, port),
                launcherEnvironment,
                log(instance));
    }

    private Map<String, Object> properties(Part service, String name, int port) {
        Map<String, Object> all = new HashMap<>();
        all.put("micronaut.server.port", port);
        all.put("freshet.kafka.bootstrap-servers", kafka());
        all.put("freshet.kafka.partitions", PARTITIONS);
        all.put("freshet.kafka.replication", 1);
        all.put("freshet.storage.root", storage());
        all.put("freshet.state.dir", directory.resolve("state").resolve(name));
        all.put("freshet.launcher.allow-root", true);
        if (service == Part.SCHEDULER || service == Part.AUDIT) {
            all.put("datasources.default.url", database.createDatabase("freshet_" + name));
            all.put("datasources.default.username", database.user());
            all.put("datasources.default.password", database.password());
        }
        if (service == Part.LAUNCHER) {
            all.put("freshet.launcher.instance", name);
        }
        all.putAll(properties.getOrDefault(service, Map.of()));
        return all;
    }

    /** With SIGKILL, and starts it again, a process of its own; does not wait until it is ready. */
    public void kill(Part part) throws Exception {
        if (part == Part.DATABASE) {
            // Its supervisor, which stands for systemd here, starts it again.
            ProcessHandle.of(database.pid()).ifPresent(ProcessHandle::destroyForcibly);
            return;
        }
        PartProcess process = part(part);
        process.kill();
        process.restart();
    }

    /**
     * Starts again what was killed and has ended once more, as systemd or a kubelet does: a service that finds no broker or no database
     * when it starts ends with an error, and they may have been killed just then.
     */
    public void restartEnded() throws IOException {
        for (PartProcess process : processes.values()) {
            process.restartIfEnded();
        }
    }

    /** Sends the process of a part a signal, such as {@code STOP} or {@code CONT}; the database is none. */
    public void signal(Part part, String name) throws IOException, InterruptedException {
        part(part).signal(name);
    }

    /** How many lines of a part's log have a text. */
    public long logged(Part part, String text) throws IOException {
        return part(part).count(text);
    }

    /** The same, of the launchers that were started beside the first. */
    public long loggedByOthers(String text) throws IOException {
        long count = 0;
        for (PartProcess launcher : moreLaunchers) {
            count += launcher.count(text);
        }
        return count;
    }

    /** Returns when the part does its work; starts it again if need be, see {@link #restartEnded}. */
    public void awaitReady(Part part) {
        switch (part) {
            case BROKER ->
                Eventually.eventually(LIMIT, () -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), brokerPort), 1000);
                    }
                });
            case DATABASE -> Eventually.eventually(LIMIT, () -> database.createDatabase("freshet_audit"));
            default -> awaitHealthy(processes.get(part), portOf(part));
        }
    }

    /**
     * @param process which says why it is not ready; null for a part in this JVM, whose log is the test's
     */
    private static void awaitHealthy(@Nullable PartProcess process, int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            Eventually.eventually(LIMIT, () -> {
                if (process != null) {
                    process.restartIfEnded();
                }
                int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new AssertionError(
                            "not ready: " + status + (process == null ? "" : "\n" + process.lastLines()));
                }
            });
        }
    }

    public void deploy(String namespace, Path bundle) throws IOException {
        try (SchedulerClient scheduler = new SchedulerClient(uri(Part.SCHEDULER), "tester")) {
            scheduler.deploy(namespace, BundleDirectory.zip(bundle));
        }
    }

    /** Returns when everything that has happened to a workflow has settled and is in the history. */
    public void awaitSettled(WorkflowRef workflow, Duration limit) throws IOException {
        try (AuditClient audit = new AuditClient(uri(Part.AUDIT))) {
            Eventually.eventually(limit, () -> {
                if (!audit.awaitSettled(workflow, Duration.ofSeconds(5)).settled()) {
                    throw new AssertionError("not settled: " + audit.summary(workflow.namespace()));
                }
            });
        }
    }

    /** Of the broker, {@code host:port}. */
    public String kafka() {
        return "127.0.0.1:" + brokerPort;
    }

    public Path storage() {
        return directory.resolve("storage");
    }

    /** The database of the scheduler or of the audit service, for {@link java.sql.DriverManager}. */
    public String databaseUrl(Part service) {
        String name = "freshet_" + service.name().toLowerCase(Locale.ROOT);
        return database.jdbcUrl(name) + "?user=" + database.user() + "&password=" + database.password();
    }

    /** Where a service answers. */
    public URI uri(Part part) {
        return URI.create("http://127.0.0.1:" + portOf(part));
    }

    private PartProcess part(Part part) {
        PartProcess process = processes.get(part);
        if (process == null) {
            throw new IllegalStateException(part + " is no process of its own: say so when the installation is made");
        }
        return process;
    }

    private int portOf(Part part) {
        return ports.computeIfAbsent(part, _ -> freePort());
    }

    private Path log(String name) {
        return directory.resolve(name + ".log");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        try (database) {
            for (PartProcess launcher : moreLaunchers) {
                launcher.kill();
            }
            for (Part part : List.of(Part.AUDIT, Part.WATCHER, Part.LAUNCHER, Part.PLANNER, Part.SCHEDULER)) {
                kill(processes.get(part));
            }
            for (AutoCloseable part : inThisJvm.reversed()) {
                part.close();
            }
            kill(processes.get(Part.BROKER));
        }
    }

    private static void kill(@Nullable PartProcess process) throws InterruptedException {
        if (process != null) {
            process.kill();
        }
    }
}
