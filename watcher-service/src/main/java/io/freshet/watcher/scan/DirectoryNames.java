package io.freshet.watcher.scan;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names in a directory, in the order of their bytes, in little more memory than they have bytes: there may be millions. What they take
 * counts in a budget until this is closed. Not thread-safe.
 */
final class DirectoryNames implements AutoCloseable {
    private static final int PAGE_BITS = 16;
    private static final int LARGEST_PAGE = 1 << PAGE_BITS;
    /** Most directories have few names. */
    private static final int FIRST_PAGE = 1024;

    private static final int FIRST_PLACES = 16;
    /** Of a name: its place, the place again while they are sorted, and its end. */
    private static final int BYTES_PER_NAME = 2 * Integer.BYTES + 1;

    private final NameBudget budget;
    private final List<byte[]> pages = new ArrayList<>();
    /** Where each name begins: the page, and the place in it. A name ends with a byte 0, which no name has. */
    private int[] places = new int[FIRST_PLACES];

    private int count;
    /** Where the last page goes on. */
    private int end;

    private long taken;

    DirectoryNames(NameBudget budget) {
        this.budget = budget;
    }

    /**
     * Reads a directory.
     *
     * @throws FileSystemException if it has more names than there is memory for
     */
    static DirectoryNames of(Path directory, NameBudget budget) throws IOException {
        DirectoryNames names = new DirectoryNames(budget);
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (!names.add(PathBytes.name(entry))) {
                    throw new FileSystemException(
                            directory.toString(),
                            null,
                            "it has more names than are kept in memory: spread what is in it over several directories");
                }
            }
            names.sort();
            return names;
        } catch (DirectoryIteratorException e) {
            names.close();
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            names.close();
            throw e;
        }
    }

    /** Adds a name, which no file system lets be longer than 255 bytes; false if there is no room for it. */
    boolean add(byte[] name) {
        int bytes = name.length + BYTES_PER_NAME;
        if (!budget.take(bytes)) {
            return false;
        }
        taken += bytes;
        if (pages.isEmpty() || end + name.length + 1 > pages.getLast().length) {
            int size = Math.min(LARGEST_PAGE, FIRST_PAGE << Math.min(pages.size(), PAGE_BITS));
            pages.add(new byte[Math.max(size, name.length + 1)]);
            end = 0;
        }
        if (count == places.length) {
            places = Arrays.copyOf(places, count + (count >> 1));
        }
        System.arraycopy(name, 0, pages.getLast(), end, name.length);
        places[count++] = (pages.size() - 1) << PAGE_BITS | end;
        end += name.length + 1;
        return true;
    }

    int size() {
        return count;
    }

    byte[] get(int index) {
        byte[] page = pages.get(places[index] >>> PAGE_BITS);
        int begin = begin(places[index]);
        int stop = begin;
        while (page[stop] != 0) {
            stop++;
        }
        return Arrays.copyOfRange(page, begin, stop);
    }

    /** By merging, which needs no comparison more than twice and no object for a name. */
    void sort() {
        int[] from = Arrays.copyOf(places, count);
        int[] to = new int[count];
        for (int width = 1; width < count; width *= 2) {
            for (int left = 0; left < count; left += 2 * width) {
                merge(from, to, left, Math.min(left + width, count), Math.min(left + 2 * width, count));
            }
            int[] sorted = to;
            to = from;
            from = sorted;
        }
        places = from;
    }

    private void merge(int[] from, int[] to, int left, int middle, int right) {
        int one = left;
        int other = middle;
        for (int i = left; i < right; i++) {
            boolean first = other >= right || (one < middle && compare(from[one], from[other]) <= 0);
            to[i] = first ? from[one++] : from[other++];
        }
    }

    private int compare(int one, int other) {
        byte[] page = pages.get(one >>> PAGE_BITS);
        byte[] otherPage = pages.get(other >>> PAGE_BITS);
        int i = begin(one);
        int j = begin(other);
        while (page[i] == otherPage[j] && page[i] != 0) {
            i++;
            j++;
        }
        return Byte.compareUnsigned(page[i], otherPage[j]);
    }

    private static int begin(int place) {
        return place & (LARGEST_PAGE - 1);
    }

    @Override
    public void close() {
        budget.giveBack(taken);
        taken = 0;
        pages.clear();
        count = 0;
    }
}
