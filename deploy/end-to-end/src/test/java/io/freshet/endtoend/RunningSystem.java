package io.freshet.endtoend;

import io.freshet.cli.local.BundleDirectory;
import io.freshet.cli.local.RunObserver;
import io.freshet.contracts.api.AuditClient;
import io.freshet.contracts.api.RunOrder;
import io.freshet.contracts.api.SchedulerClient;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Standalone;
import io.freshet.standalone.StandaloneSettings;
import io.freshet.testkit.PostgresPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A whole standalone in this JVM, on a directory of the test's. */
final class RunningSystem implements AutoCloseable {
    private final DataDirectory data;
    private final Standalone standalone;
    private final RunObserver witness;
    private final Terminal terminal;
    private final AuditClient audit;
    private final History history;
    private final Shown shown;

    private RunningSystem(Path directory, Map<String, Object> properties) throws IOException {
        this.data = new DataDirectory(directory);
        PostgresPrograms.link(data.postgresBinaries());
        this.standalone = Standalone.start(new StandaloneSettings(data, 0, false, properties));
        this.witness = new RunObserver(standalone.endpoints().kafka());
        this.terminal = new Terminal(directory);
        this.audit = standalone.endpoints().auditClient();
        this.history = new History(standalone.endpoints().kafka());
        this.shown = new Shown(standalone.endpoints().kafka());
    }

    static RunningSystem start(Path directory) throws IOException {
        return start(directory, Map.of());
    }

    /**
     * @param properties of the services, other than the defaults
     */
    static RunningSystem start(Path directory, Map<String, Object> properties) throws IOException {
        return new RunningSystem(directory, properties);
    }

    DataDirectory data() {
        return data;
    }

    Path namespace(String namespace) {
        return data.storage().resolve(namespace);
    }

    /**
     * Drops a file as an upstream system should: under another name first, and then in one step. Without ATOMIC_MOVE the JDK deletes what is
     * to be replaced before it renames, and a watcher may see that.
     *
     * @param path below the namespace's directory
     */
    void drop(String namespace, String path, String content) throws IOException {
        Path file = namespace(namespace).resolve(path);
        Files.createDirectories(file.getParent());
        Path aside = Files.writeString(data.path().resolve("dropped"), content);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    RunObserver witness() {
        return witness;
    }

    Terminal terminal() {
        return terminal;
    }

    AuditClient audit() {
        return audit;
    }

    History history() {
        return history;
    }

    Shown shown() {
        return shown;
    }

    Standalone standalone() {
        return standalone;
    }

    /** Deploys the bundle in a directory. */
    void deploy(String namespace, Path bundle) throws IOException {
        try (SchedulerClient scheduler = standalone.endpoints().schedulerClient("tester")) {
            scheduler.deploy(namespace, BundleDirectory.zip(bundle));
        }
    }

    void run(WorkflowRef workflow) throws IOException {
        run(workflow, RunOrder.EVERYTHING);
    }

    void run(WorkflowRef workflow, RunOrder order) throws IOException {
        try (SchedulerClient scheduler = standalone.endpoints().schedulerClient("tester")) {
            scheduler.runs().ask(workflow, order);
        }
    }

    @Override
    public void close() {
        history.close();
        shown.close();
        audit.close();
        witness.close();
        standalone.close();
    }
}
