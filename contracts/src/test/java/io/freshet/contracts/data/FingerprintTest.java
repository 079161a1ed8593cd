package io.freshet.contracts.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FingerprintTest {
    private static final String VALID = "0123456789abcdef".repeat(4);

    @Test
    void reads_what_it_writes() {
        assertEquals(VALID, Fingerprint.parse(VALID).toString());
    }

    @ParameterizedTest
    @ValueSource(chars = {'A', 'F', 'g', '/', ':', '`', ' ', '\u00e9', '\u0161', '\uff11'})
    void refuses_what_is_no_digit(char other) {
        for (int at : new int[] {0, 31, 63}) {
            String text = VALID.substring(0, at) + other + VALID.substring(at + 1);
            assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(text));
        }
    }

    @Test
    void refuses_another_length() {
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(""));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(VALID.substring(1)));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(VALID + "0"));
    }
}
