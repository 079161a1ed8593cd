package io.freshet.launcher.dataplane;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What services that were killed have left half-written in the staging directory, which all of them share. */
final class AbandonedFiles {
    /** Far longer than anybody writes a file there, and than clocks of machines differ. */
    static final Duration ABANDONED_AFTER = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedFiles.class);

    private AbandonedFiles() {}

    /** Removes the files, but no directories: each of those is a launcher's own. */
    static void remove(Path staging, Instant now) throws IOException {
        Instant last = now.minus(ABANDONED_AFTER);
        long removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(staging)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(entry).toInstant().isBefore(last)
                        && Files.deleteIfExists(entry)) {
                    removed++;
                }
            }
        }
        if (removed > 0) {
            LOG.atInfo()
                    .addKeyValue("directory", staging)
                    .addKeyValue("files", removed)
                    .log("Removed half-written files of services that were killed");
        }
    }
}
