package io.freshet.contracts.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What one partition contains: its files, sorted by path, with size and content hash. Its text is the canonical form that is
 * stored and hashed: a header line, then {@code <sha256> <bytes> <path>} per file, each line ended by a newline.
 * Immutable.
 *
 * @param files sorted by path, each path once
 */
public record Manifest(List<Entry> files) implements ManifestFiles {
    /** The manifest of a partition without files. */
    public static final Manifest EMPTY = new Manifest(List.of());

    static final String HEADER = "freshet-manifest 1";

    /**
     * One file.
     *
     * @param path below the dataset's directory
     * @param bytes the size
     * @param content SHA-256 of the content
     */
    public record Entry(RelativePath path, long bytes, Fingerprint content) {
        public Entry {
            if (bytes < 0) {
                throw new IllegalArgumentException("'%s' cannot have %d bytes".formatted(path, bytes));
            }
        }
    }

    public Manifest {
        files = files.stream().sorted(Comparator.comparing(Entry::path)).toList();
        for (int i = 1; i < files.size(); i++) {
            if (files.get(i).path().equals(files.get(i - 1).path())) {
                throw new IllegalArgumentException(
                        "'%s' occurs twice".formatted(files.get(i).path()));
            }
        }
    }

    /**
     * Reads the canonical text.
     *
     * @throws IllegalArgumentException if it is not a manifest's text; the message names the line
     */
    public static Manifest parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("not a manifest: the first line is not '%s'".formatted(HEADER));
        }
        List<Entry> files = new ArrayList<>(lines.size() - 1);
        for (int i = 1; i < lines.size(); i++) {
            files.add(entry(lines.get(i), i + 1));
        }
        return new Manifest(files);
    }

    /**
     * Visits the files of a canonical text.
     *
     * @throws IllegalArgumentException if it is not a manifest's text; the message names the line
     */
    public static <E extends Exception> void visit(BufferedReader text, Visitor<E> visitor) throws IOException, E {
        if (!Objects.equals(text.readLine(), HEADER)) {
            throw new IllegalArgumentException("not a manifest: the first line is not '%s'".formatted(HEADER));
        }
        int number = 2;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            visitor.visit(entry(line, number++));
        }
    }

    private static Entry entry(String line, int number) {
        String[] fields = line.split(" ", 3);
        if (fields.length != 3) {
            throw new IllegalArgumentException("manifest line %d is not '<sha256> <bytes> <path>'".formatted(number));
        }
        try {
            return new Entry(RelativePath.parse(fields[2]), Long.parseLong(fields[1]), Fingerprint.parse(fields[0]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("manifest line %d: %s".formatted(number, e.getMessage()), e);
        }
    }

    /** The identity of the partition's content. */
    public Fingerprint fingerprint() {
        return Sha256.of(text());
    }

    @Override
    public <E extends Exception> void visit(Visitor<E> visitor) throws IOException, E {
        for (Entry file : files) {
            visitor.visit(file);
        }
    }

    public long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    /**
     * What an event says of the manifest of these files, which is not kept in memory.
     *
     * @throws IllegalArgumentException if they are not in the order of their paths, or one occurs twice
     * @throws IOException if they cannot be read
     */
    public static PartitionVersion versionOf(ManifestFiles files) throws IOException {
        return ManifestText.write(files, _ -> {});
    }

    /** What an event says of this manifest. */
    public PartitionVersion version() {
        return new PartitionVersion(fingerprint(), files.size(), bytes());
    }

    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        files.forEach(file -> append(text, file));
        return text.toString();
    }

    static void append(StringBuilder text, Entry file) {
        text.append(file.content()).append(' ').append(file.bytes()).append(' ');
        text.append(file.path()).append('\n');
    }
}
