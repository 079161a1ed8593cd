package io.freshet.contracts.event;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts lists of partitions into parts, each of which fits into an event, whatever the partitions are called. */
public final class EventParts {
    /** The bound on the entries of a part, each of which takes some 400 bytes besides its names. */
    public static final int MAX_ENTRIES = 1_000;

    /** The bound on the characters of a part's names, which are ASCII; a single entry may have more. */
    public static final int MAX_CHARACTERS = 256 * 1024;

    private EventParts() {}

    /**
     * The parts in their order, none of them empty.
     *
     * @param characters how many characters the names of an entry have
     */
    public static <T> List<List<T>> split(List<T> entries, ToIntFunction<T> characters) {
        List<List<T>> parts = new ArrayList<>();
        int start = 0;
        int size = 0;
        for (int end = 0; end < entries.size(); end++) {
            int next = characters.applyAsInt(entries.get(end));
            if (end > start && (end - start == MAX_ENTRIES || size + next > MAX_CHARACTERS)) {
                parts.add(entries.subList(start, end));
                start = end;
                size = 0;
            }
            size += next;
        }
        if (start < entries.size()) {
            parts.add(entries.subList(start, entries.size()));
        }
        return parts;
    }
}
