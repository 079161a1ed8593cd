package io.freshet.servicekit.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u6f22\u5b57", "\ud83d\ude00", "a\nb\tc", "%00"})
    void what_a_database_keeps_is_sound(String text) {
        assertTrue(ParameterText.isSound(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\ud83d", "\ude00", "\ude00\ud83d", "a\ud83db"})
    void what_none_keeps_is_not(String text) {
        assertFalse(ParameterText.isSound(text));
    }

    @Test
    void a_path_is_decoded_as_a_path() {
        assertEquals("a+b c", ParameterText.decoded("a+b%20c"));
        assertFalse(ParameterText.isSound(ParameterText.decoded("a%zz")));
        assertFalse(ParameterText.isSound("x".repeat(ParameterText.LONGEST + 1)));
    }
}
