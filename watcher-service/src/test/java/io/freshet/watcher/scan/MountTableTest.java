package io.freshet.watcher.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountTableTest {
    @TempDir
    Path temporary;

    @Test
    void reads_the_kernels_table() {
        String table = """
                22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
                30 22 0:40 / /data/with\\040space rw master:3 propagate_from:2 - nfs4 server:/ex\\134port rw,vers=4.2
                31 22 8:1 /src /bound rw - ext4 /dev/sda1 rw
                32 22 0:41 / /bound rw - tmpfs tmpfs rw
                """;

        assertEquals(
                Map.of(
                        "/", "ext4 /dev/sda1 /",
                        "/data/with space", "nfs4 server:/ex\\port /",
                        "/bound", "tmpfs tmpfs /"),
                MountTable.parse(table.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_directory_has_a_volume_and_what_is_missing_has_none() throws IOException {
        assertEquals(Set.of(""), new MountTable().volumes(temporary).keySet());
        assertTrue(new MountTable().volumes(temporary.resolve("none")).isEmpty());
    }
}
