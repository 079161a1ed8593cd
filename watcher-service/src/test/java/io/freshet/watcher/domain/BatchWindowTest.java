package io.freshet.watcher.domain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchWindowTest {
    /** All in milliseconds. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, false, 0,    104",
        "100, 90,  false, 0,    104",
        "100, 110, false, 0,    114",
        "100, 119, false, 0,    120",
        "100, 500, false, 0,    120",
        "100, 100, true,  0,    120",
        "100, 100, true,  2000, 2100",
        "100, 100, false, 2000, 104",
        "100, 900, false, 2000, 904"
    })
    void ends_when_it_is_quiet_and_at_the_latest_after_the_settle_time(
            long opened, long lastNews, boolean moreComing, long settle, long ends) {
        assertEquals(
                Instant.ofEpochMilli(ends),
                BatchWindow.ends(
                        Instant.ofEpochMilli(opened),
                        Instant.ofEpochMilli(lastNews),
                        moreComing,
                        Duration.ofMillis(settle)));
    }
}
