package io.freshet.cli.local;

import io.freshet.standalone.DataDirectory;
import io.freshet.standalone.StartListener;
import io.freshet.standalone.StartReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Follows a start: reports each part once, and notices a standstill. Not thread-safe. */
final class StartProgress {
    private final DataDirectory data;
    private final StartListener listener;
    private final StallDetector stall;
    private int reported;

    StartProgress(DataDirectory data, Duration stallLimit, StartListener listener) {
        this.data = data;
        this.listener = listener;
        this.stall = new StallDetector(stallLimit, System.nanoTime());
    }

    /** Looks again; says whether nothing moved for too long. */
    boolean isStalled(Optional<ProcessHandle> process) throws IOException {
        List<String> ready = StartReport.read(data)
                .filter(report -> process.filter(starting -> starting.pid() == report.pid())
                        .isPresent())
                .map(StartReport.Read::ready)
                .orElse(List.of());
        for (; reported < ready.size(); reported++) {
            listener.ready(ready.get(reported));
        }
        return stall.isStalled(System.nanoTime(), ready.size(), cpuMillis(process));
    }

    /** Of the process and all that it has started, the database above all. */
    private static long cpuMillis(Optional<ProcessHandle> process) {
        return process.map(starting -> Stream.concat(Stream.of(starting), starting.descendants())
                        .mapToLong(one -> one.info()
                                .totalCpuDuration()
                                .map(Duration::toMillis)
                                .orElse(0L))
                        .sum())
                .orElse(0L);
    }
}
