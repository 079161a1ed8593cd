package io.freshet.launcher.journal;

/**
 * Where an entry is.
 *
 * @param segment number of the file
 * @param offset of the frame in it, in bytes
 * @param length of the frame, in bytes
 */
record Position(long segment, int offset, int length) {}
