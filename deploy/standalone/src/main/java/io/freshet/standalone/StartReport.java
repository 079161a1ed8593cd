package io.freshet.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a start goes on, as a file in the data directory, for whoever asked for the start and waits. Only the holder of the directory's
 * lock writes it. Thread-safe.
 */
public final class StartReport implements StartListener {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);
    private static final String PROCESS = "process ";
    private static final String READY = "ready ";
    private static final String FAILED = "failed ";

    private final Path file;

    private StartReport(Path file) {
        this.file = file;
    }

    /** Begins the report of this process's start, in place of the one before. */
    static StartReport begin(DataDirectory data) throws IOException {
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(data.start(), "%s%d %d%n".formatted(PROCESS, self.pid(), Endpoints.startOf(self)));
        return new StartReport(data.start());
    }

    @Override
    public void ready(String part) {
        add(READY + part);
    }

    /** The start failed; the reason is one line for people. */
    void failed(String reason) {
        add(FAILED + reason.strip().replaceAll("\\s*\\R\\s*", "; "));
    }

    /** It only informs: that it cannot be written must not end the start. */
    private synchronized void add(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", file).setCause(e).log("Cannot say how the start goes on");
        }
    }

    /**
     * What was read of a report.
     *
     * @param pid of the process that starts
     * @param processStart of that process in milliseconds since the epoch, so that a reused process id is not taken for it
     * @param ready the parts that are there, in the order in which they became ready
     * @param failure why the start failed; null if it did not, or not yet
     */
    public record Read(
            long pid,
            long processStart,
            List<String> ready,
            @Nullable String failure) {
        public Read {
            ready = List.copyOf(ready);
        }

        /** Whether the process that this is about still runs. */
        public boolean isAlive() {
            return Endpoints.isRunning(pid, processStart);
        }
    }

    /** The report of the last start; empty if there is none, or it is damaged. */
    public static Optional<Read> read(DataDirectory data) throws IOException {
        try {
            return parse(new String(Files.readAllBytes(data.start()), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Read> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().matches(PROCESS + "\\d{1,18} \\d{1,18}")) {
            return Optional.empty();
        }
        String[] process = lines.getFirst().substring(PROCESS.length()).split(" ", 2);
        List<String> ready = new ArrayList<>();
        String failure = null;
        for (String line : lines) {
            if (line.startsWith(READY)) {
                ready.add(line.substring(READY.length()));
            } else if (line.startsWith(FAILED)) {
                failure = line.substring(FAILED.length());
            }
        }
        return Optional.of(new Read(Long.parseLong(process[0]), Long.parseLong(process[1]), ready, failure));
    }
}
