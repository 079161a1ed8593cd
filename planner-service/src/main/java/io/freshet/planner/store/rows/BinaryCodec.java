package io.freshet.planner.store.rows;

import io.freshet.contracts.data.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Rows of which there are millions: a format number in one byte, then the fields. */
abstract class BinaryCodec<V> implements Codec<V> {
    private static final int FORMAT = 1;
    /** What a row seldom exceeds. */
    private static final int USUAL_BYTES = 192;

    private static final int FINGERPRINT_BYTES = 32;

    abstract void write(V value, DataOutputStream out) throws IOException;

    abstract V read(DataInputStream in) throws IOException;

    @Override
    public final byte[] write(V value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            write(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public final V read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "a row has format %d, this release reads %d: it was written by a newer release"
                                .formatted(format, FORMAT));
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a row of %d bytes cannot be read".formatted(bytes.length), e);
        }
    }

    static void fingerprint(@Nullable Fingerprint fingerprint, DataOutputStream out) throws IOException {
        out.writeBoolean(fingerprint != null);
        if (fingerprint != null) {
            out.write(HexFormat.of().parseHex(fingerprint.hex()));
        }
    }

    static @Nullable Fingerprint fingerprint(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        byte[] bytes = new byte[FINGERPRINT_BYTES];
        in.readFully(bytes);
        return new Fingerprint(HexFormat.of().formatHex(bytes));
    }
}
