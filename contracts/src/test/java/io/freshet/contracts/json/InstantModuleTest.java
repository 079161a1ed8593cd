package io.freshet.contracts.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstantModuleTest {
    private static final int RANDOM = 1_000;
    private final ObjectMapper json = EventJson.mapper();

    @ParameterizedTest
    @MethodSource("instants")
    void writes_as_the_jdk_does_and_reads_it_again(Instant instant) throws Exception {
        String text = json.writeValueAsString(instant);

        assertEquals("\"" + instant + "\"", text);
        assertEquals(instant, json.readValue(text, Instant.class));
    }

    static Stream<Instant> instants() {
        Stream<Instant> special = Stream.of(
                        "1970-01-01T00:00:00Z",
                        "1969-12-31T23:59:59.999999999Z",
                        "0000-01-01T00:00:00Z",
                        "-0001-12-31T23:59:59Z",
                        "9999-12-31T23:59:59.999Z",
                        "+10000-01-01T00:00:00Z",
                        "2024-02-29T12:00:00.000001Z",
                        "2026-01-05T06:00:00.120Z",
                        "2026-01-05T06:00:00.100200Z")
                .map(Instant::parse);
        Stream<Instant> extreme = Stream.of(Instant.MIN, Instant.MAX);
        Random random = new Random(1);
        Stream<Instant> any = Stream.generate(() -> Instant.ofEpochSecond(
                        random.nextLong(-60_000_000_000L, 250_000_000_000L), random.nextInt(1_000_000_000)))
                .limit(RANDOM);
        return Stream.of(special, extreme, any).flatMap(all -> all);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-05T08:00:00+02:00, 2026-01-05T06:00:00Z", "2026-01-05T05:30:00.5-00:30, 2026-01-05T06:00:00.5Z"
    })
    void reads_other_offsets(String text, Instant instant) throws Exception {
        assertEquals(instant, json.readValue("\"" + text + "\"", Instant.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "2026-01-05",
                "2026-13-05T06:00:00Z",
                "2026-02-30T06:00:00Z",
                "2026-01-05T06:00:00",
                "+x"
            })
    void says_how_a_time_is_written(String text) {
        JsonMappingException refused =
                assertThrows(JsonMappingException.class, () -> json.readValue("\"" + text + "\"", Instant.class));

        assertTrue(refused.getMessage().contains("2026-01-31T06:00:00Z"), refused::getMessage);
    }

    @Test
    void reads_seconds() throws Exception {
        assertEquals(Instant.ofEpochSecond(1_767_592_800, 500_000_000), json.readValue("1767592800.5", Instant.class));
        assertThrows(JsonMappingException.class, () -> json.readValue("{}", Instant.class));
    }
}
