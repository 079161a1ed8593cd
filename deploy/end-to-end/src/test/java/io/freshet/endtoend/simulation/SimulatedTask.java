package io.freshet.endtoend.simulation;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.data.Sha256;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.launcher.dataplane.AttemptView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a task does: reads all that its view shows, and writes what follows from that and its code. Every other task makes only a few
 * different contents, so that downstream has often nothing to do.
 */
final class SimulatedTask {
    private SimulatedTask() {}

    static void run(AttemptSpec work, AttemptView view) throws IOException {
        StringBuilder read = new StringBuilder(work.instance().toString());
        append(read, view.code());
        for (AttemptSpec.Input input : work.inputs()) {
            append(read.append('|').append(input.name()), view.in(input.name()));
        }
        Fingerprint all = Sha256.of(read.toString());
        boolean coarse = work.instance().task().hashCode() % 2 == 0;
        String made = coarse ? all.hex().substring(0, 1).replaceAll("[0-9ab]", "x") : all.hex();
        for (AttemptSpec.Output output : work.outputs()) {
            Layout layout = Layout.parse(output.layout());
            Path directory = view.out(output.name());
            write(directory, path(layout, work.instance().partition().project(layout.dimensions())), made);
            if (layout.dimensions().isEmpty()) {
                // A name that changes, so that another version has one file less and one more.
                write(directory, "more-" + made.charAt(0) + ".csv", made);
            }
        }
    }

    private static void write(Path directory, String path, String content) throws IOException {
        Path file = new RelativePath(path).resolveIn(directory);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.writeString(file, content + "\n");
    }

    /** The first file of a partition, and the only one of those from outside. */
    static String path(Layout layout, PartitionKey partition) {
        return layout.dimensions().isEmpty() ? "all.csv" : layout.format(partition);
    }

    private static void append(StringBuilder read, Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            read.append('|').append(directory.relativize(file)).append('=').append(Files.readString(file));
        }
    }
}
