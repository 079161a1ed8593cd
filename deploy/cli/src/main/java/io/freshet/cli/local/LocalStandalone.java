package io.freshet.cli.local;

import io.freshet.cli.failure.CommandException;
import io.freshet.cli.failure.ExitCode;
import io.freshet.embedded.DirectoryLock;
import io.freshet.embedded.EmbeddedPostgres;
import io.freshet.embedded.RunningProcesses;
import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.ServicePorts;
import io.freshet.standalone.StandaloneMain;
import io.freshet.standalone.StartListener;
import io.freshet.standalone.StartReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The standalone as a background process of this machine. */
public final class LocalStandalone {
    /** How long a start may show no sign of progress before it is given up. */
    public static final Duration STALL_LIMIT = Duration.ofMinutes(5);

    /** The variable with further options of the JVM, divided by white space: more heap for larger loads, for example. */
    public static final String JAVA_OPTIONS = "FRESHET_STANDALONE_JAVA_OPTIONS";

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private final DataDirectory data;
    private final @Nullable String javaOptions;

    /** One whose JVM has the options that Freshet gives it, and no others. */
    public LocalStandalone(DataDirectory data) {
        this(data, null);
    }

    /** @param javaOptions the value of {@link #JAVA_OPTIONS}: they override Freshet's own */
    public LocalStandalone(DataDirectory data, @Nullable String javaOptions) {
        this.data = data;
        this.javaOptions = javaOptions;
    }

    public DataDirectory data() {
        return data;
    }

    /** The one that runs on this data directory. */
    public Optional<Endpoints> running() throws IOException {
        return Endpoints.read(data);
    }

    /** The process that has the data directory and is not ready yet, or is about to stop. */
    public Optional<ProcessHandle> starting() throws IOException {
        if (!DirectoryLock.isHeld(data.path())) {
            return Optional.empty();
        }
        return StartReport.read(data).filter(StartReport.Read::isAlive).flatMap(start -> ProcessHandle.of(start.pid()));
    }

    /**
     * Starts one in the background and returns when it is ready; if one is being started already, waits for that.
     *
     * @param ports of the services
     * @param stallLimit how long there may be no progress; how long it takes altogether is not limited
     * @param listener receives each part that has become ready
     * @throws CommandException if it does not start; the message has the reason
     */
    public Endpoints start(ServicePorts ports, Duration stallLimit, StartListener listener)
            throws IOException, InterruptedException {
        Files.createDirectories(data.log().getParent());
        while (true) {
            if (DirectoryLock.isHeld(data.path())) {
                Optional<Endpoints> others = awaitOther(stallLimit, listener);
                if (others.isPresent()) {
                    return others.get();
                }
            }
            requireFree(ports);
            StartAttempt attempt = new StartAttempt(data, spawn(ports), ConsoleTail.end(data.console()));
            Optional<Endpoints> started = attempt.await(stallLimit, listener);
            if (started.isPresent()) {
                return started.get();
            }
            if (attempt.exitStatus() != StandaloneMain.DIRECTORY_IN_USE) {
                stopDatabase();
                throw attempt.failure();
            }
        }
    }

    /**
     * The same without an audience.
     *
     * @param port the first of five; 0 for free ones
     */
    public Endpoints start(int port) throws IOException, InterruptedException {
        return start(new ServicePorts(port), STALL_LIMIT, StartListener.NONE);
    }

    /** Ends a database that outlived the standalone, as it does when that is killed; does nothing while one runs or starts. */
    public void stopDatabase() {
        if (!Files.isDirectory(data.postgres())) {
            return;
        }
        DirectoryLock.tryAcquire(data.path()).ifPresent(lock -> {
            try (lock) {
                EmbeddedPostgres.stopOrphan(data.postgres());
            }
        });
    }

    /**
     * Asks a running one to stop, and waits until it has.
     *
     * @return whether it stopped in time
     */
    public static boolean stop(Endpoints endpoints, Duration limit) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(endpoints.pid()).orElse(null);
        return process == null || !endpoints.isAlive() || stop(process, limit);
    }

    /** Asks a process to end, and waits until it has; says whether it has in time. */
    public static boolean stop(ProcessHandle process, Duration limit) throws InterruptedException {
        process.destroy();
        return RunningProcesses.awaitEnd(process, limit);
    }

    /** Empty if the other one gave the directory back without becoming ready. */
    private Optional<Endpoints> awaitOther(Duration stallLimit, StartListener listener)
            throws IOException, InterruptedException {
        StartProgress progress = new StartProgress(data, stallLimit, listener);
        while (DirectoryLock.isHeld(data.path())) {
            Optional<Endpoints> endpoints = running();
            if (endpoints.isPresent()) {
                return endpoints;
            }
            if (progress.isStalled(starting())) {
                throw new CommandException(
                        ExitCode.FAILED,
                        "another standalone has %s, and is not ready: 'freshet down' stops it; its log: %s"
                                .formatted(data.path(), data.log()));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        return Optional.empty();
    }

    private static void requireFree(ServicePorts ports) {
        try {
            ports.requireFree();
        } catch (ServicePorts.PortsTakenException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private Process spawn(ServicePorts ports) throws IOException {
        return new ProcessBuilder(command(ports.first()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.console().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
    }

    /** A JVM with this one's classes; its own session, so that the terminal's signals do not reach it. */
    private List<String> command(int port) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StandaloneFlags.with(javaOptions));
        command.add("-Dlogback.configurationFile=io/freshet/standalone/logback-file.xml");
        command.add("-Dfreshet.log.file=" + data.log());
        command.add("-cp");
        command.add(ClassPath.inherited());
        command.add(StandaloneMain.class.getName());
        command.add(data.path().toString());
        command.add(Integer.toString(port));
        return command;
    }

    /** Ends a process that did not become ready, by force if it must be. */
    static void end(Process process) throws InterruptedException {
        if (!stop(process.toHandle(), STOP_LIMIT)) {
            process.destroyForcibly().waitFor();
        }
    }
}
