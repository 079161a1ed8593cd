package io.freshet.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointsTest {
    @TempDir
    private Path directory;

    private DataDirectory data;
    private Endpoints endpoints;

    @BeforeEach
    void write() throws IOException {
        data = new DataDirectory(directory);
        data.create();
        ProcessHandle self = ProcessHandle.current();
        endpoints = new Endpoints(
                self.pid(),
                Endpoints.startOf(self),
                URI.create("http://127.0.0.1:7070"),
                URI.create("http://127.0.0.1:7074"),
                URI.create("http://127.0.0.1:7073"),
                "127.0.0.1:9092",
                data.storage().toString(),
                "1",
                "token of this start");
        endpoints.write(data);
    }

    @Test
    void only_the_owner_may_read_the_token_and_no_log_has_it() throws IOException {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.endpoints())));
        assertFalse(endpoints.toString().contains("token of this start"));
    }

    @Test
    void wherever_the_file_is_cut_no_standalone_runs() throws IOException {
        assertEquals(Optional.of(endpoints), Endpoints.read(data));
        byte[] whole = Files.readAllBytes(data.endpoints());
        int end = new String(whole, java.nio.charset.StandardCharsets.UTF_8).lastIndexOf('}');
        for (int length = 0; length <= end; length++) {
            Files.write(data.endpoints(), Arrays.copyOf(whole, length));
            assertEquals(Optional.empty(), Endpoints.read(data), "cut to " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pid\" : 1}", "null", "[]", "7", "\"\"", "{}", "\u0000\u0000", "{\"pid\": \"x\"}"})
    void a_damaged_file_means_that_none_runs(String text) throws IOException {
        Files.writeString(data.endpoints(), text);

        assertEquals(Optional.empty(), Endpoints.read(data));
    }
}
