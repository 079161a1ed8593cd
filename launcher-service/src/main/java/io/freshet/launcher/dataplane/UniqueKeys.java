package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Sha256;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds whether a key occurs twice among any number of keys, with bounded memory: 16 bytes of hash a key, in memory up to a bound, and
 * beyond that on disk, in files by the first byte of the hash, each of which is looked through by itself. Not thread-safe.
 */
final class UniqueKeys implements AutoCloseable {
    /** In memory: 2 MiB of hashes, in a table of 4 MiB. */
    static final int DEFAULT_IN_MEMORY = 128 * 1024;

    private static final int FILES = 256;
    private static final int BUFFER_BYTES = 4 * 1024;
    /** So many of one file are looked at in memory: 32 MiB of table, or 256 million keys in all. */
    private static final int MAX_PER_FILE = 1024 * 1024;

    private final int inMemory;
    private final Path spill;
    private final HashTable table;
    private @Nullable DataOutputStream[] files;
    private long count;

    /**
     * @param inMemory how many keys are kept in memory before the disk is used
     * @param spill a directory that does not exist, and will be removed again
     */
    UniqueKeys(int inMemory, Path spill) {
        this.inMemory = inMemory;
        this.spill = spill;
        this.table = new HashTable(inMemory);
        this.files = new DataOutputStream[0];
    }

    /**
     * Adds a key.
     *
     * @return whether it is known already to have been added before; if not, {@link #repeated} may still find so
     */
    boolean add(String key) throws IOException {
        ByteBuffer hash = ByteBuffer.wrap(Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8)));
        long first = hash.getLong();
        long second = hash.getLong();
        long position = count++;
        if (files.length == 0 && position < inMemory) {
            return !table.add(first, second);
        }
        if (files.length == 0) {
            open();
        }
        DataOutputStream file = file(first);
        file.writeLong(first);
        file.writeLong(second);
        file.writeLong(position);
        return false;
    }

    /**
     * The first key that occurs a second time, by how many were added before it; only if {@link #add} has not found one.
     *
     * @throws IOException if there are more keys than can be looked through, some 256 million
     */
    OptionalLong repeated() throws IOException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < files.length; i++) {
            close(files[i]);
            least = Math.min(least, repeated(spill.resolve(Integer.toString(i))));
        }
        return least == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(least);
    }

    private long repeated(Path file) throws IOException {
        long keys = Files.size(file) / (3 * Long.BYTES);
        if (keys > MAX_PER_FILE) {
            throw new IOException("the check unique can look at %d million records at most".formatted(FILES));
        }
        HashTable seen = new HashTable((int) keys);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (long i = 0; i < keys; i++) {
                long first = in.readLong();
                long second = in.readLong();
                long position = in.readLong();
                if (table.contains(first, second) || !seen.add(first, second)) {
                    return position;
                }
            }
        } catch (EOFException e) {
            throw new IOException("'%s' is shorter than what was written to it".formatted(file), e);
        }
        return Long.MAX_VALUE;
    }

    private void open() throws IOException {
        Files.createDirectory(spill);
        files = new DataOutputStream[FILES];
        for (int i = 0; i < FILES; i++) {
            files[i] = new DataOutputStream(
                    new BufferedOutputStream(Files.newOutputStream(spill.resolve(Integer.toString(i))), BUFFER_BYTES));
        }
    }

    private DataOutputStream file(long first) {
        return Objects.requireNonNull(files[(int) (first >>> 56)]);
    }

    private static void close(@Nullable DataOutputStream file) throws IOException {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream file : files) {
            close(file);
        }
        FileTrees.delete(spill);
    }

    /** Pairs of longs by open addressing, in an array of two longs a place, at most half full. */
    private static final class HashTable {
        private final long[] places;
        private final int mask;
        private boolean hasZero;

        HashTable(int capacity) {
            int size = Integer.highestOneBit(Math.max(2, capacity) - 1) << 2;
            this.places = new long[2 * size];
            this.mask = size - 1;
        }

        /** Whether it was not there. */
        boolean add(long first, long second) {
            if (first == 0 && second == 0) {
                boolean added = !hasZero;
                hasZero = true;
                return added;
            }
            int place = find(first, second);
            if (places[2 * place] != 0 || places[2 * place + 1] != 0) {
                return false;
            }
            places[2 * place] = first;
            places[2 * place + 1] = second;
            return true;
        }

        boolean contains(long first, long second) {
            if (first == 0 && second == 0) {
                return hasZero;
            }
            int place = find(first, second);
            return places[2 * place] != 0 || places[2 * place + 1] != 0;
        }

        /** Its place, or the free one where it belongs. */
        private int find(long first, long second) {
            int place = (int) second & mask;
            while ((places[2 * place] != first || places[2 * place + 1] != second)
                    && (places[2 * place] != 0 || places[2 * place + 1] != 0)) {
                place = place + 1 & mask;
            }
            return place;
        }
    }
}
