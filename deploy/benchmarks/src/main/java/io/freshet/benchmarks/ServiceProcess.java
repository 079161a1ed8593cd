package io.freshet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A service in a process of its own, as it runs in production, which can be stopped and killed. */
final class ServiceProcess {
    private static final int LAST_LINES = 20;

    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /**
     * @param service the class with its {@code main}
     * @param log to which both its outputs are appended
     */
    static ServiceProcess start(Class<?> service, Map<String, Object> properties, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseG1GC",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add(service.getName());
        return new ServiceProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    /** The end of what such processes wrote, to tell why one does not answer. */
    static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** What all of its threads have used so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In an orderly way. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
