package io.freshet.language.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives, such as tools and others make them. */
final class Archives {
    private Archives() {}

    /** The archive as a Unix tool writes it, which says what an entry was. */
    static byte[] withKind(byte[] zip, String name, int mode) {
        ByteBuffer fields = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at + 46 + wanted.length <= zip.length; at++) {
            boolean isEntry = fields.getInt(at) == 0x02014b50
                    && Arrays.equals(zip, at + 46, at + 46 + wanted.length, wanted, 0, wanted.length);
            if (isEntry) {
                zip[at + 5] = 3;
                fields.putInt(at + 38, mode << 16);
                return zip;
            }
        }
        throw new AssertionError(name + " is not in the archive");
    }

    static byte[] zipOfZeros(String name, int mebibytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            writeZeros(zip, name, mebibytes);
        }
        return bytes.toByteArray();
    }

    static void writeZeros(ZipOutputStream zip, String name, int mebibytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        for (int i = 0; i < mebibytes; i++) {
            zip.write(new byte[1 << 20]);
        }
        zip.closeEntry();
    }

    static byte[] tarOfZeros(String name, int mebibytes) {
        byte[] tar = new byte[512 + (mebibytes << 20)];
        put(tar, 0, name);
        put(tar, 124, "%011o".formatted(mebibytes << 20));
        tar[156] = '0';
        return tar;
    }

    static byte[] zipOf(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static byte[] tarOf(String name, char type, String link) {
        byte[] header = new byte[1536];
        put(header, 0, name);
        put(header, 124, "00000000000");
        header[156] = (byte) type;
        put(header, 157, link);
        try {
            return gzip(header);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] tarOf(byte[]... entries) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            tar.write(entry);
        }
        tar.write(new byte[1024]);
        return gzip(tar.toByteArray());
    }

    static byte[] tarEntry(String name, char type, byte[] content) {
        byte[] entry = new byte[512 + (content.length + 511) / 512 * 512];
        put(entry, 0, name);
        put(entry, 124, "%011o".formatted(content.length));
        entry[156] = (byte) type;
        System.arraycopy(content, 0, entry, 512, content.length);
        return entry;
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
