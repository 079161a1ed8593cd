package io.freshet.launcher.journal;

import io.freshet.contracts.event.AttemptFinished;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads segments into an index, and single entries. What is damaged, or of a form that is not known here, is logged and counts as missing. */
record SegmentReader(SegmentFiles files) {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);

    /**
     * How far a segment was read.
     *
     * @param marker of the file; empty until its header is there
     * @param end where to go on
     * @param damaged how many stretches of it are not readable
     */
    record Progress(Optional<byte[]> marker, int end, int damaged) {
        static final Progress NONE = new Progress(Optional.empty(), 0, 0);
    }

    /** Adds to the index what a segment has got since. */
    Progress read(long segment, Progress before, JournalIndex index) throws IOException {
        byte[] added = files.from(segment, before.end());
        if (before.marker().isPresent()) {
            return read(segment, before.marker().get(), before, added, index);
        }
        Optional<byte[]> marker = SegmentFormat.marker(added);
        if (marker.isEmpty() || added.length < SegmentFormat.HEADER_BYTES) {
            return new Progress(Optional.empty(), 0, added.length >= SegmentFormat.HEADER_BYTES ? 1 : 0);
        }
        byte[] frames = Arrays.copyOfRange(added, SegmentFormat.HEADER_BYTES, added.length);
        return read(segment, marker.get(), new Progress(marker, SegmentFormat.HEADER_BYTES, 0), frames, index);
    }

    private Progress read(long segment, byte[] marker, Progress before, byte[] added, JournalIndex index) {
        SegmentFormat.Scan scan = SegmentFormat.scan(marker, added, before.end());
        for (SegmentFormat.Frame frame : scan.frames()) {
            Position position = new Position(segment, frame.offset(), frame.length());
            Payload.heading(frame.payload())
                    .ifPresentOrElse(heading -> index.apply(heading, position), () -> unknown(position));
        }
        return new Progress(Optional.of(marker), scan.end(), before.damaged() + scan.damaged());
    }

    Optional<LaunchAttempt> launch(Position position) throws IOException {
        return entry(position, Payload::launch);
    }

    Optional<AttemptFinished> finish(Position position) throws IOException {
        return entry(position, Payload::finish);
    }

    /** The payload as it is; empty if it is damaged. */
    Optional<byte[]> payload(Position position) throws IOException {
        Optional<byte[]> payload = SegmentFormat.payload(files.frame(position));
        if (payload.isEmpty()) {
            LOG.atError()
                    .addKeyValue("file", files.file(position.segment()))
                    .addKeyValue("offset", position.offset())
                    .log("An entry of the journal of attempts is damaged: it counts as missing");
        }
        return payload;
    }

    private <T> Optional<T> entry(Position position, Parsing<T> parsing) throws IOException {
        Optional<byte[]> payload = payload(position);
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsing.parse(payload.get()));
        } catch (IOException e) {
            // From another release, as its checksum is right.
            LOG.atWarn()
                    .addKeyValue("file", files.file(position.segment()))
                    .addKeyValue("offset", position.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("An entry of the journal of attempts has a form that is not known here: it counts as missing");
            return Optional.empty();
        }
    }

    private void unknown(Position position) {
        LOG.atWarn()
                .addKeyValue("file", files.file(position.segment()))
                .addKeyValue("offset", position.offset())
                .log("The journal of attempts has an entry of a kind that is not known here: it is passed over");
    }

    /** Makes an entry of its payload. */
    @FunctionalInterface
    private interface Parsing<T> {
        T parse(byte[] payload) throws IOException;
    }
}
