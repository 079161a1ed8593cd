package io.freshet.watcher.domain;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.partition.PartitionKey;
import io.freshet.contracts.upstream.ExtractEvent;
import io.freshet.contracts.upstream.UpstreamEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event announces of one dataset.
 *
 * @param source with {@code id} it names the event
 * @param at when the extract arrived, by the event; when the event was written to the log, if it does not say
 * @param partition null: that of the path, or the only one
 * @param path null: any file of the partition
 * @param bytes the size of the file; null: any
 * @param content the digest of the file; null: any
 */
public record Announcement(
        String source,
        String id,
        Instant at,
        @Nullable PartitionKey partition,
        @Nullable RelativePath path,
        @Nullable Long bytes,
        @Nullable Fingerprint content) {
    public static Announcement of(UpstreamEvent event, ExtractEvent extract, Instant written) {
        Instant time = event.time();
        return new Announcement(
                event.source(),
                event.id(),
                time == null ? written : time,
                extract.partition(),
                extract.path(),
                extract.bytes(),
                extract.content());
    }

    /** Whether a file of this content is what it announces. */
    public boolean fits(long size, Fingerprint digest) {
        return (bytes == null || bytes == size) && (content == null || content.equals(digest));
    }

    /** Whether it says which contents are right. */
    public boolean saysContent() {
        return bytes != null || content != null;
    }
}
