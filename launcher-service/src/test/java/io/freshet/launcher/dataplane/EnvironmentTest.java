package io.freshet.launcher.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.id.InstanceRef;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PartitionKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    private String variable(byte[] name) throws Exception {
        String path = RelativePath.ofBytes(name).text() + "/a.csv";
        PartitionKey partition = Layout.parse("{site}/*.csv").match(path).orElseThrow();
        Work sample = new Sample(directory).work(new Sample(directory).deliver(Map.of("a.csv", "1")));
        Work work = new Work(
                new InstanceRef(
                        sample.instance().namespace(),
                        sample.instance().workflow(),
                        sample.instance().task(),
                        partition),
                1,
                sample.run(),
                sample.code(),
                Map.of(),
                List.of(),
                List.of(),
                sample.actionKey(),
                null,
                null,
                sample.cache(),
                null,
                null,
                "alice");
        return Environment.of("attempt", directory, work).get("FRESHET_PARTITION_SITE");
    }
}
