package io.freshet.cli.local;

import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.Endpoints;
import io.freshet.standalone.StandaloneMain;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The standalone as a background process of this machine. */
public final class LocalStandalone {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int LAST_LINES = 15;

    private final DataDirectory data;

    public LocalStandalone(DataDirectory data) {
        this.data = data;
    }

    /** The one that runs on this data directory. */
    public Optional<Endpoints> running() throws IOException {
        return Endpoints.read(data);
    }

    /**
     * Starts one in the background and returns when it is ready.
     *
     * @param port the first of five; 0 for free ones
     * @throws IOException if it does not become ready in time, or ends before; the message has the end of its log
     */
    public Endpoints start(int port, Duration limit) throws IOException, InterruptedException {
        Files.createDirectories(data.log().getParent());
        Process process = new ProcessBuilder(command(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(data.log().toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        long deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Endpoints> endpoints = running().filter(found -> found.pid() == process.pid());
            if (endpoints.isPresent()) {
                return endpoints.get();
            }
            if (process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the standalone ended with status %d; the end of %s:%n%s"
                        .formatted(process.exitValue(), data.log(), lastLines()));
            }
        }
        process.destroy();
        throw new IOException("the standalone was not ready within %d s; the end of %s:%n%s"
                .formatted(limit.toSeconds(), data.log(), lastLines()));
    }

    /**
     * Asks a running one to stop, and waits until it has.
     *
     * @return whether it stopped in time
     */
    public static boolean stop(Endpoints endpoints, Duration limit) throws InterruptedException {
        ProcessHandle process = ProcessHandle.of(endpoints.pid()).orElse(null);
        if (process == null || !endpoints.isAlive()) {
            return true;
        }
        process.destroy();
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        }
        return !process.isAlive();
    }

    /** A JVM with this one's class path; its own session, so that the terminal's signals do not reach it. */
    private List<String> command(int port) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(StandaloneFlags.JVM);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(StandaloneMain.class.getName());
        command.add(data.path().toString());
        command.add(Integer.toString(port));
        return command;
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(data.log());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
