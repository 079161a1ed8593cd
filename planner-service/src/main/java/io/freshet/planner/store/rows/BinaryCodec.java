package io.freshet.planner.store.rows;

import io.freshet.contracts.data.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.apache.kafka.common.utils.ByteUtils;
import org.jspecify.annotations.Nullable;

/** Rows of which there are millions: a format number in one byte, then the fields. A number takes as many bytes as it needs. */
abstract class BinaryCodec<V> implements Codec<V> {
    private static final int FORMAT = 2;
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
                        "a row has format %d, this release reads %d: it was written by another release"
                                .formatted(format, FORMAT));
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("a row of %d bytes cannot be read".formatted(bytes.length), e);
        }
    }

    static void number(long number, DataOutputStream out) throws IOException {
        ByteUtils.writeVarlong(number, out);
    }

    static long number(DataInputStream in) throws IOException {
        return ByteUtils.readVarlong(in);
    }

    /**
     * @throws IOException if the number is none of {@code int}
     */
    static int count(DataInputStream in) throws IOException {
        long number = number(in);
        if (number != (int) number) {
            throw new IOException("%d is no count".formatted(number));
        }
        return (int) number;
    }

    /** By its place, so constants of these types are only ever added at the end. */
    static void constant(Enum<?> constant, DataOutputStream out) throws IOException {
        out.writeByte(constant.ordinal());
    }

    static <E extends Enum<E>> E constant(Class<E> type, DataInputStream in) throws IOException {
        int place = in.readUnsignedByte();
        E[] all = type.getEnumConstants();
        if (place >= all.length) {
            throw new IOException("%s has no constant %d".formatted(type.getSimpleName(), place));
        }
        return all[place];
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
