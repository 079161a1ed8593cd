package io.freshet.contracts.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortTextTest {
    @ParameterizedTest
    @CsvSource({
        "abc, 3, abc",
        "abcd, 3, ab…",
        "ab, 1, …",
        "a\uD83D\uDE00bc, 3, a…",
        "a\uD83D\uDE00bc, 4, a\uD83D\uDE00…",
        "\uD83D\uDE00b, 2, …",
    })
    void is_at_most_so_long_and_cuts_no_character_in_two(String text, int most, String shown) {
        assertEquals(shown, ShortText.of(text, most));
    }
}
