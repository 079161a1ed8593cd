package io.freshet.language.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts with the nominal time in them. */
class NominalTextTest {
    private static final ZoneId LOS_ANGELES = ZoneId.of("America/Los_Angeles");
    /** 02:30 on the day after clocks were put forward there. */
    private static final Instant NOMINAL = Instant.parse("2026-03-09T09:30:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{nominal} | 2026-03-09T09:30:00Z",
                "{nominal:yyyy-MM-dd} | 2026-03-09",
                "{nominal:yyyy-MM-dd'T'HH} | 2026-03-09T02",
                "{nominal:HH:mm:ssXXX} | 02:30:00-07:00",
                "{nominal-1d:yyyy-MM-dd'T'HH:mm} | 2026-03-08T03:30",
                "{nominal-24h:yyyy-MM-dd'T'HH:mm} | 2026-03-08T01:30",
                "{nominal+90m:HH:mm} | 04:00",
                "from {nominal-1d:MMdd} to {nominal:MMdd} | from 0308 to 0309",
                "{\"a\": 1} | {\"a\": 1}",
                "plain | plain"
            })
    void is_written_in_the_zone_of_the_schedule(String text, String expected) {
        assertEquals(Optional.of(expected), NominalText.parse(text).map(parsed -> parsed.at(NOMINAL, LOS_ANGELES)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{nominal",
                "{nominal:}",
                "{nominal:QQ}",
                "{nominal:yyyy-MM-dd'}",
                "{nominal-1w:yyyy}",
                "{nominal-:yyyy}",
                "{nominal-99999d}",
                "{nominal:yyyy} {nominally}",
                "{nominal {nominal:yyyy}"
            })
    void is_refused_where_a_placeholder_is_malformed(String text) {
        assertEquals(Optional.empty(), NominalText.parse(text).map(NominalText::toString));
    }

    @Test
    void is_never_read_as_a_replacement_of_a_pattern() {
        assertEquals("$1\\", NominalText.parse("$1\\").orElseThrow().at(NOMINAL, LOS_ANGELES));
    }
}
