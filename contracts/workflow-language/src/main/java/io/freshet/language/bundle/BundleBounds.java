package io.freshet.language.bundle;

import io.freshet.contracts.data.RelativePath;

/**
 * How large a bundle may be.
 *
 * @param archiveBytes the size of the archive that it is unpacked from; {@link #UNPACKED} if there is none
 */
record BundleBounds(long archiveBytes) {
    static final long UNPACKED = Long.MAX_VALUE / Bundle.MAX_RATIO;

    /** An archive of so many bytes. */
    static BundleBounds ofArchive(long bytes) throws BundleTooLargeException {
        if (bytes > Bundle.MAX_BYTES) {
            throw new BundleTooLargeException(
                    "the archive has more than %d MiB: leave data out".formatted(Bundle.MAX_BYTES >> 20));
        }
        return new BundleBounds(bytes);
    }

    void checkCount(int files) throws BundleTooLargeException {
        if (files > Bundle.MAX_FILES) {
            throw new BundleTooLargeException(
                    "the bundle has more than %d files: leave out what no task runs".formatted(Bundle.MAX_FILES));
        }
    }

    /**
     * @param path the file that is being read
     * @param fileBytes what it has so far
     * @param allBytes what all files have so far
     */
    void checkSize(RelativePath path, long fileBytes, long allBytes) throws BundleTooLargeException {
        if (fileBytes > Bundle.MAX_FILE_BYTES) {
            throw new BundleTooLargeException("'%s' has more than %d MiB when it is unpacked: leave data out"
                    .formatted(path, Bundle.MAX_FILE_BYTES >> 20));
        }
        if (allBytes > Bundle.MAX_BYTES) {
            throw new BundleTooLargeException(
                    "the bundle has more than %d MiB when it is unpacked, reached at '%s': leave data out"
                            .formatted(Bundle.MAX_BYTES >> 20, path));
        }
        if (allBytes > Bundle.ANY_RATIO_BYTES && allBytes > archiveBytes * Bundle.MAX_RATIO) {
            throw new BundleTooLargeException(
                    "the bundle has more than %d times the size of its archive when it is unpacked, reached at '%s': leave out files that hold little but repetition"
                            .formatted(Bundle.MAX_RATIO, path));
        }
    }
}
