package io.freshet.launcher.dataplane;

import java.util.ArrayList;
import java.util.List;

/** What became of partitions that were to be published. For one thread. */
public final class PublishResult {
    private final List<PublishedPartition> completed = new ArrayList<>();
    private final List<Missing> missing = new ArrayList<>();
    private final List<PublishedPartition> healed = new ArrayList<>();

    /**
     * A version that cannot be shown, because a content of it is nowhere; its directory shows what it did.
     *
     * @param message which content, for people
     */
    public record Missing(PublishedPartition partition, String message) {}

    /** Those whose directories now show the version, and which have not been announced. */
    public List<PublishedPartition> completed() {
        return List.copyOf(completed);
    }

    public List<Missing> missing() {
        return List.copyOf(missing);
    }

    /** Those that had been announced, whose directories no longer showed the version, and do again. */
    public List<PublishedPartition> healed() {
        return List.copyOf(healed);
    }

    void completed(PublishedPartition partition) {
        completed.add(partition);
    }

    void missing(PublishedPartition partition, String message) {
        missing.add(new Missing(partition, message));
    }

    void healed(PublishedPartition partition, boolean wasAnnounced) {
        if (wasAnnounced && missing.isEmpty()) {
            healed.add(partition);
        }
    }
}
