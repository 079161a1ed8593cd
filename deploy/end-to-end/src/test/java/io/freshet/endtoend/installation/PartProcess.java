package io.freshet.endtoend.installation;

import io.freshet.cli.local.ClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A JVM with one part of the installation, which can be killed and started again. Not thread-safe. */
final class PartProcess {
    private static final int LAST_LINES = 30;

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;
    private boolean killed;

    /**
     * Starts it.
     *
     * @param main the class with its {@code main}
     * @param properties of the JVM
     * @param environment variables besides the inherited ones
     * @param log to which both of its outputs are appended
     */
    PartProcess(
            Class<?> main,
            List<String> arguments,
            Map<String, Object> properties,
            Map<String, String> environment,
            Path log)
            throws IOException, InterruptedException {
        this.command = command(main, arguments, properties);
        this.environment = Map.copyOf(environment);
        this.log = log;
        this.process = launch();
    }

    private static List<String> command(Class<?> main, List<String> arguments, Map<String, Object> properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-DFRESHET_LOG_LEVEL=WARN",
                "-cp",
                ClassPath.inherited()));
        command.addAll(ClassArchive.javaOptions());
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(main.getName());
        command.addAll(arguments);
        return List.copyOf(command);
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** With SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        killed = true;
        process.destroyForcibly().waitFor();
    }

    /** Sends it a signal, such as {@code STOP}. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("signal %s could not be sent: kill ended with %d".formatted(name, status));
        }
    }

    /** How often a text is in what it wrote. */
    long count(String text) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    /** Starts it again, on what it left. */
    void restart() throws IOException {
        process = launch();
    }

    /** Starts it again, on what it left, if it was killed once and has ended since; one that nobody killed has no reason to end. */
    void restartIfEnded() throws IOException {
        if (killed && !process.isAlive()) {
            restart();
        }
    }

    /** The end of what it wrote, to say why it does not answer. */
    String lastLines() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }
}
