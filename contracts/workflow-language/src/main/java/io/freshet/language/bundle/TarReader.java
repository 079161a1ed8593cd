package io.freshet.language.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a tar stream in the forms that are about: ustar, GNU long names, and the path of pax headers. */
final class TarReader {
    private static final int BLOCK = 512;
    private static final int MOST_TRAILING = 1024 * 1024;
    private static final int LONGEST_NAME = 64 * 1024;

    private final InputStream input;
    private final BundleFiles files;
    private final Path directory;
    private String longName = "";

    private TarReader(InputStream input, BundleFiles files, Path directory) {
        this.input = input;
        this.files = files;
        this.directory = directory;
    }

    /**
     * @param directory where the contents are put
     */
    static void read(InputStream input, BundleFiles files, Path directory) throws IOException, InvalidBundleException {
        TarReader reader = new TarReader(input, files, directory);
        int entries = 0;
        for (byte[] header = reader.block(); header.length == BLOCK && header[0] != 0; header = reader.block()) {
            if (++entries > 4 * Bundle.MAX_FILES) {
                throw new BundleTooLargeException("the archive has more than %d entries: leave out what no task runs"
                        .formatted(4 * Bundle.MAX_FILES));
            }
            reader.entry(header);
        }
        // To the end, or far enough: at the end the checksum of what was packed is compared.
        input.readNBytes(MOST_TRAILING);
    }

    private void entry(byte[] header) throws IOException, InvalidBundleException {
        long size = octal(header, 124, 12);
        char type = (char) header[156];
        switch (type) {
            case '0', '\0', '7' -> {
                String name = takeName(header);
                if (!name.endsWith("/")) {
                    unpack(name, size);
                }
            }
            case '5' -> takeName(header);
            case 'L' -> longName = text(content(size), 0, (int) size);
            case 'x' -> longName = paxPath(content(size), longName);
            case 'g' -> content(size);
            default ->
                throw new InvalidBundleException(
                        "'%s' is a link or a special file: put a plain file in its place".formatted(takeName(header)));
        }
    }

    private String takeName(byte[] header) throws InvalidBundleException {
        String name = longName;
        longName = "";
        if (!name.isEmpty()) {
            return name;
        }
        boolean ustar = text(header, 257, 5).equals("ustar") && header[262] == 0;
        String prefix = ustar ? text(header, 345, 155) : "";
        String base = text(header, 0, 100);
        return prefix.isEmpty() ? base : prefix + "/" + base;
    }

    private void unpack(String name, long size) throws IOException, InvalidBundleException {
        long unpacked = files.unpack(BundleFiles.pathOf(name), input, size, directory);
        if (unpacked < size) {
            throw new EOFException("it ends within '%s'".formatted(name));
        }
        skipPadding(size);
    }

    private byte[] content(long size) throws IOException, InvalidBundleException {
        if (size > LONGEST_NAME) {
            throw new InvalidBundleException("the archive has a name of more than 64 KiB");
        }
        byte[] content = input.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException("it ends within a header");
        }
        skipPadding(size);
        return content;
    }

    private void skipPadding(long size) throws IOException {
        input.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    }

    private byte[] block() throws IOException {
        return input.readNBytes(BLOCK);
    }

    private static long octal(byte[] header, int offset, int length) throws InvalidBundleException {
        String digits = text(header, offset, length).trim();
        try {
            long value = digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a negative number.
        }
        throw new InvalidBundleException("the archive is damaged: '%s' is not a size".formatted(digits));
    }

    /** Records of {@code <length> <key>=<value>\n}; the length, which counts itself, alone says where one ends. */
    private static String paxPath(byte[] records, String otherwise) throws InvalidBundleException {
        String path = otherwise;
        int begin = 0;
        while (begin < records.length) {
            int space = begin;
            while (space < records.length && records[space] != ' ') {
                space++;
            }
            int length = paxLength(records, begin, space);
            String record = text(records, space + 1, begin + length - 1 - (space + 1));
            if (record.startsWith("path=")) {
                path = record.substring("path=".length());
            }
            begin += length;
        }
        return path;
    }

    private static int paxLength(byte[] records, int begin, int space) throws InvalidBundleException {
        String digits = text(records, begin, space - begin);
        try {
            int length = Integer.parseInt(digits);
            if (length > space - begin + 1 && length <= records.length - begin) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a length that leads elsewhere.
        }
        throw new InvalidBundleException(
                "the archive is damaged: '%s' is not the length of a header".formatted(digits));
    }

    private static String text(byte[] bytes, int offset, int length) throws InvalidBundleException {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, end - offset))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidBundleException("the archive has a name that is not UTF-8: pack it anew");
        }
    }
}
