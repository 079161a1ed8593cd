package io.freshet.launcher.dataplane;

/**
 * What one output of an attempt may be at most.
 *
 * @param files how many files and directories
 * @param depth how many directories below each other
 * @param pathBytes of a file's path below the output's directory
 * @param holeBytes by how much a file may be longer than what it takes on disk: such a file costs its task nothing and everybody who reads
 *     it its whole length
 */
record OutputLimits(int files, int depth, int pathBytes, long holeBytes) {
    private static final int MOST_FILES = 1_000_000;
    /** What a launcher needs of memory for each file while it takes over an output, with a margin for others at the same time. */
    private static final int BYTES_PER_FILE = 2_048;

    /** @param heapBytes the memory of the launcher's process, which the list of an output's files has to fit into */
    static OutputLimits within(long heapBytes) {
        return new OutputLimits((int) Math.min(MOST_FILES, heapBytes / BYTES_PER_FILE), 64, 4_000, 16L << 30);
    }
}
