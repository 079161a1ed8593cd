package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WritablePartitionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{source}/{date:yyyy-MM-dd}.csv | source=a/date=2026-01-05 | a/2026-01-05.csv | source=a/date=2026-01-05",
                "{n}/value.txt                  | ''                       | 7/value.txt      | n=7",
                "{source}/{n}.txt               | source=a                 | a/7.txt          | source=a/n=7",
                "{date:yyyy-MM-dd}.csv          | date=2026-01             | 2026-01-31.csv   | date=2026-01-31",
                "{date:yyyy-MM}.csv             | date=2026-01-05          | 2026-01.csv      | date=2026-01",
            })
    void an_instance_writes_what_agrees_with_its_own_partition(
            String layout, String instance, String path, String partition) throws RejectedOutputException {
        assertEquals(PartitionKey.parse(partition), writable(layout, instance).partitionOf(new RelativePath(path)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{source}/{date:yyyy-MM-dd}.csv | source=a/date=2026-01-05 | b/2026-01-05.csv",
                "{source}/{n}.txt               | source=a                 | b/7.txt",
                "{source}/{n}.txt               | source=a                 | ab/7.txt",
                "{date:yyyy-MM-dd}.csv          | date=2026-01             | 2026-02-01.csv",
                "{date:yyyy-MM}.csv             | date=2026-01-05          | 2026-02.csv",
            })
    void an_instance_does_not_write_what_belongs_to_another(String layout, String instance, String path) {
        RejectedOutputException refused = assertThrows(
                RejectedOutputException.class, () -> writable(layout, instance).partitionOf(new RelativePath(path)));

        assertTrue(refused.reason().contains("belongs to partition"), refused::reason);
    }

    @Test
    void a_path_that_does_not_fit_is_shown_what_would() {
        RejectedOutputException refused = assertThrows(
                RejectedOutputException.class,
                () -> writable("{source}.csv", "source=a").partitionOf(new RelativePath("a.txt")));

        assertTrue(refused.reason().endsWith("it would be a.csv"), refused::reason);
    }

    private static WritablePartitions writable(String layout, String instance) {
        AttemptSpec.Output output = new AttemptSpec.Output(new DatasetRef("prod", "out"), "out", layout, List.of());
        return new WritablePartitions(output, Layout.parse(layout), PartitionKey.parse(instance));
    }
}
