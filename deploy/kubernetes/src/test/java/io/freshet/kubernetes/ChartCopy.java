package io.freshet.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Copies of the chart that a test may change. */
final class ChartCopy {
    private static final String HOOK = "helm.sh/hook";
    private static final String NO_HOOK = "not-yet.helm.sh/hook";

    private ChartCopy() {}

    /** A copy under a directory, with each text file changed. */
    static Path into(Path directory, UnaryOperator<String> change) {
        Path copy = directory.resolve("freshet");
        try (Stream<Path> files = Files.walk(RenderedChart.CHART)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(RenderedChart.CHART.relativize(file));
                Files.createDirectories(target.getParent());
                Files.writeString(target, change.apply(Files.readString(file)));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy whose hooks are documents like others: Helm's library shows only those. {@link #hooked} takes it back in the output. */
    static Path withoutHooks(Path directory) {
        return into(directory, text -> text.replace(HOOK, NO_HOOK));
    }

    static String hooked(String output) {
        return output.replace(NO_HOOK, HOOK);
    }
}
