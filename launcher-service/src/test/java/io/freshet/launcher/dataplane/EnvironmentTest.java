package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.event.Firing;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.testkit.spec.AttemptSpecBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    @TempDir
    Path directory;

    @Test
    void a_partition_is_spelled_as_the_names_of_its_files_are() throws Exception {
        Map<String, String> names = Map.of(
                "50%off",
                "50%off",
                "a\tb",
                "a\tb",
                "Z\u00fcrich",
                "Z\u00fcrich",
                "100%25",
                "100%25",
                "plain",
                "plain",
                "x\ny",
                "x\ny");
        for (Map.Entry<String, String> name : names.entrySet()) {
            assertEquals(name.getValue(), variable(name.getKey().getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void what_is_no_text_stays_written_with_percent_signs() throws Exception {
        assertEquals("b%FF%FE", variable(new byte[] {'b', (byte) 0xff, (byte) 0xfe}));
    }

    @ParameterizedTest
    @CsvSource({
        "{hour:yyyy-MM-dd/HH}.csv, hour=2026-01-05T02, 2026-01-05/02.csv",
        "{hour:yyyy-MM-dd}.csv, hour=2026-01-05T02, 2026-01-05.csv",
        "{site}/{hour:yyyy/MM}/*.csv, site=50%25off/hour=2026-01, 50%off/2026/01",
        "{site}.csv, site=50%25off, 50%off.csv",
        "{n}.txt, hour=2026-01, ''",
        "{site}/{n}.txt, site=north, north",
        "**, '', ''",
        "total.csv, '', total.csv",
    })
    void an_output_has_the_path_of_the_instances_own_partition(String layout, String partition, String path)
            throws Exception {
        PartitionKey key = partition.isEmpty() ? PartitionKey.NONE : PartitionKey.parse(partition);
        List<AttemptSpec.Output> outputs =
                List.of(new AttemptSpec.Output(new DatasetRef("prod", "by-site"), "by-site", layout, List.of()));

        Map<String, String> variables = Environment.of("attempt", directory, work(key, outputs));

        Path all = directory.resolve("out").resolve("by-site");
        assertEquals(all.toString(), variables.get("FRESHET_OUT_BY_SITE"));
        assertEquals(all.resolve(path).toString(), variables.get("FRESHET_OUTPUT_BY_SITE"));
    }

    @Test
    void an_attempt_that_a_schedule_started_knows_for_which_time() throws Exception {
        AttemptSpec work = work(PartitionKey.NONE, List.of());
        Instant nominalTime = Instant.parse("2026-03-08T10:00:00Z");

        Map<String, String> scheduled = Environment.of(
                "attempt",
                directory,
                AttemptSpecBuilder.like(work)
                        .firing(new Firing("daily", nominalTime))
                        .build());

        assertEquals("daily", scheduled.get("FRESHET_SCHEDULE"));
        assertEquals("2026-03-08T10:00:00Z", scheduled.get("FRESHET_NOMINAL_TIME"));
        assertFalse(Environment.of("attempt", directory, work).containsKey("FRESHET_NOMINAL_TIME"));
    }

    private String variable(byte[] name) throws Exception {
        String path = RelativePath.ofBytes(name).text() + "/a.csv";
        PartitionKey partition = Layout.parse("{site}/*.csv").match(path).orElseThrow();
        return Environment.of("attempt", directory, work(partition, List.of())).get("FRESHET_PARTITION_SITE");
    }

    private AttemptSpec work(PartitionKey partition, List<AttemptSpec.Output> outputs) throws Exception {
        AttemptSpec sample = new Sample(directory).work(new Sample(directory).deliver(Map.of("a.csv", "1")));
        return AttemptSpecBuilder.like(sample)
                .instance(new InstanceRef(
                        sample.instance().namespace(),
                        sample.instance().workflow(),
                        sample.instance().task(),
                        partition))
                .params(Map.of())
                .inputs(List.of())
                .outputs(outputs)
                .build();
    }
}
