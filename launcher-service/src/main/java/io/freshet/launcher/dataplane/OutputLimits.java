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
    static final OutputLimits DEFAULT = new OutputLimits(1_000_000, 64, 4_000, 16L << 30);
}
