package io.freshet.watcher.domain;

import io.freshet.contracts.data.Fingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents that a file has had without an event about them, the last of them first. Contents that were replaced are remembered as
 * well, so that an event about them which comes late is known for what it is.
 */
public record UnannouncedFile(List<Content> contents) {
    /** The bound on the contents of one file; of more the oldest are forgotten. */
    static final int MAX_CONTENTS = 8;

    /**
     * One of them.
     *
     * @param counted when a reconciling scan has counted it as come without an event; the beginning of 1970: not yet
     */
    public record Content(long bytes, Fingerprint content, Instant counted) {
        public boolean hasBeenCounted() {
            return counted.isAfter(Instant.EPOCH);
        }
    }

    public UnannouncedFile {
        contents = List.copyOf(contents);
    }

    /** With one more, which is what the file has now. */
    UnannouncedFile with(Content content) {
        List<Content> all = new ArrayList<>(List.of(content));
        all.addAll(contents);
        return new UnannouncedFile(all.subList(0, Math.min(all.size(), MAX_CONTENTS)));
    }
}
