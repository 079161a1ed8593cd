package io.freshet.planner.domain.model;

/**
 * From when on the partitions of an input are listed apart from the order of an attempt, and in chunks of which size. What is listed how
 * is part of action keys: a change of the numbers has everything that reads a list made anew, as far as no cached result is found.
 *
 * @param inline how many partitions of an input an order names at the most; of all inputs, twice as many
 * @param usual how many partitions a chunk has on average
 * @param most how many partitions a chunk has at the most
 * @param mostCharacters of all partitions of a chunk, after which it ends, and of all that an order names
 * @param mostEdges that are looked at for a chunk while nothing is there of any of them: it then ends without a partition, and is not
 *     published; and of an input that is read in parts, of which more are read at once
 */
public record ListBounds(int inline, int usual, int most, int mostCharacters, int mostEdges) {
    /** Chunks of some 50 KiB as events; one of the largest stays below 512 KiB. */
    public static final ListBounds DEFAULT = new ListBounds(1_000, 512, 1_024, 128 * 1024, 10_000);

    public ListBounds {
        if (inline < 0 || usual < 1 || most < 1 || mostCharacters < 1 || mostEdges < 1) {
            throw new IllegalArgumentException("bounds of lists must be positive");
        }
    }
}
