package io.freshet.contracts.partition;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Percent-encoding (RFC 3986, section 2.1) of bytes outside a chosen set. Pure and thread-safe. */
public final class PercentEncoding {
    /** What a partition key shows as it is. */
    public static final BitSet KEY_VALUE = set(".-_:+@, ");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    /** A text's UTF-8; where nothing of it needs encoding, it is the text itself. */
    public static String encode(String text, BitSet plain) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // What is beyond a byte is encoded, even if its low bits are those of something plain.
            if (c > 0x7f || !plain.get(c)) {
                return encode(text.getBytes(StandardCharsets.UTF_8), plain);
            }
        }
        return text;
    }

    public static String encode(byte[] bytes, BitSet plain) {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            int unsigned = b & 0xff;
            if (plain.get(unsigned)) {
                text.append((char) unsigned);
            } else {
                text.append('%').append(HEX[unsigned >> 4]).append(HEX[unsigned & 0xf]);
            }
        }
        return text.toString();
    }

    /**
     * The text that was encoded.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    public static String decode(String text) {
        return text.indexOf('%') < 0 ? text : new String(decodeBytes(text), StandardCharsets.UTF_8);
    }

    /** The bytes that were encoded; characters that are not part of an escape count as their UTF-8 bytes. */
    public static byte[] decodeBytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] != '%') {
                bytes.write(utf8[i]);
            } else if (i + 2 < utf8.length) {
                bytes.write(hexDigit(utf8[i + 1], text) << 4 | hexDigit(utf8[i + 2], text));
                i += 2;
            } else {
                throw malformed(text);
            }
        }
        return bytes.toByteArray();
    }

    private static int hexDigit(byte digit, String text) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw malformed(text);
        }
        return value;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("'%s' has a '%%' without two hexadecimal digits".formatted(text));
    }

    private static BitSet set(String punctuation) {
        BitSet set = new BitSet(256);
        set.set('a', 'z' + 1);
        set.set('A', 'Z' + 1);
        set.set('0', '9' + 1);
        punctuation.chars().forEach(set::set);
        return set;
    }
}
