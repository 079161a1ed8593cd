package io.freshet.contracts.envelope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemovedVersionTest {
    @Test
    void is_read_as_it_was_written() {
        assertEquals(17, RemovedVersion.of(new RecordHeaders(RemovedVersion.headers(17))));
    }

    @Test
    void is_any_version_without_the_header() {
        assertEquals(RemovedVersion.ANY, RemovedVersion.of(new RecordHeaders()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "2147483648", "v1"})
    void is_nothing_but_a_version(String text) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(RemovedVersion.HEADER, text.getBytes(StandardCharsets.UTF_8));

        assertThrows(UnreadableEventException.class, () -> RemovedVersion.of(headers));
    }
}
