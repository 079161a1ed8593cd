package io.freshet.launcher.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.freshet.launcher.pod.PodStatusReader;
import io.freshet.launcher.pod.PodStatusReaderTest;
import io.freshet.launcher.pod.PodTimeouts;
import io.freshet.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is read from the statuses of pods as a cluster (Kubernetes 1.20) really gave them. */
class RecordedPodsTest {
    private static final Path RECORDED = Path.of("src/test/resources/pods/recorded");
    private static final PodStatusReader READER =
            new PodStatusReader(new PodTimeouts(Duration.ofMinutes(10), Duration.ofMinutes(1)));

    @Test
    void tells_the_ends_of_real_pods_apart() throws IOException {
        Golden.check(RECORDED.resolveSibling("recorded.txt"), readings(Duration.ofSeconds(30)));
    }

    @Test
    void tells_what_becomes_of_them_when_nothing_more_is_heard() throws IOException {
        Golden.check(RECORDED.resolveSibling("recorded-later.txt"), readings(Duration.ofMinutes(11)));
    }

    private static String readings(Duration age) throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            List<Path> sorted = files.sorted().toList();
            return sorted.stream().map(file -> reading(file, age)).collect(Collectors.joining());
        }
    }

    private static String reading(Path file, Duration age) {
        try {
            Pod pod = Serialization.unmarshal(Files.readString(file), Pod.class);
            Instant now =
                    Instant.parse(pod.getMetadata().getCreationTimestamp()).plus(age);
            return "%s%n    %s%n"
                    .formatted(file.getFileName(), READER.read(pod, now, PodStatusReaderTest.waits(pod, now)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
