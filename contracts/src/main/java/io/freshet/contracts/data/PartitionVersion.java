package io.freshet.contracts.data;

/**
 * One version of a partition, as events carry it.
 *
 * @param fingerprint the hash of its manifest, under which the manifest is stored
 * @param files how many files it has
 * @param bytes their sizes added up
 */
public record PartitionVersion(Fingerprint fingerprint, long files, long bytes) {}
