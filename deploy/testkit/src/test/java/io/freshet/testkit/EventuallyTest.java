package io.freshet.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventuallyTest {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void returns_when_the_assertion_holds() {
        Eventually.eventually(LONG, () -> assertTrue(asked.incrementAndGet() > 3));

        assertEquals(4, asked.get());
    }

    @Test
    void returns_the_first_value_that_is_accepted() {
        int value = Eventually.eventually(LONG, asked::incrementAndGet, n -> n > 2);

        assertEquals(3, value);
    }

    @ParameterizedTest
    @CsvSource({
        // waited, cost of the last question, pause: all in milliseconds
        "0, 0, 2",
        "30, 1, 2",
        "400, 1, 20",
        "60000, 1, 50",
        "10, 40, 40",
        "60000, 300, 300",
        "60000, 4000, 500",
    })
    void pauses_longer_the_longer_it_waits_and_the_more_a_question_costs(long waited, long cost, long pause) {
        long millisecond = Duration.ofMillis(1).toNanos();

        assertEquals(pause * millisecond, Eventually.pause(waited * millisecond, cost * millisecond));
    }

    @Test
    void takes_an_exception_for_not_yet() {
        int value = Eventually.eventually(
                LONG,
                () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new IOException("not yet");
                    }
                    return asked.get();
                },
                n -> true);

        assertEquals(3, value);
    }

    @Test
    void says_what_it_saw_last() {
        AssertionError late =
                assertThrows(AssertionError.class, () -> Eventually.eventually(SHORT, () -> "apple", "pear"::equals));

        assertTrue(late.getMessage().contains("apple"), late::getMessage);
    }

    @Test
    void names_the_last_failure_as_the_cause() {
        AssertionError late = assertThrows(
                AssertionError.class,
                () -> Eventually.eventually(SHORT, () -> {
                    throw new IOException("down");
                }));

        assertEquals("down", late.getCause().getMessage());
    }
}
