package io.freshet.contracts.envelope;

import io.freshet.contracts.data.PartitionVersion;
import io.freshet.contracts.event.AttemptReport;
import io.freshet.contracts.event.Event;
import io.freshet.contracts.event.PartitionPublished;
import io.freshet.contracts.event.ProducedBy;
import io.freshet.contracts.event.PublicationFailed;
import io.freshet.contracts.event.RunFinished;
import io.freshet.contracts.id.TraceIds;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The trace context of the events that other systems read: of the span that reports the same, so that what they do continues the trace. */
final class TraceContext {
    private TraceContext() {}

    /** The W3C {@code traceparent}; empty where the trace is not known. */
    static Optional<String> of(Event event) {
        return switch (event) {
            case RunFinished finished -> context(TraceIds.trace(finished.cause().id()), TraceIds.run(finished.run()));
            case AttemptReport report -> context(report.trace(), TraceIds.attempt(report.attempt()));
            case PartitionPublished published -> publication(published);
            case PublicationFailed failed -> {
                ProducedBy produced = failed.produced();
                yield produced.attempt() == null
                        ? Optional.empty()
                        : context(produced.trace(), TraceIds.attempt(produced.attempt()));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<String> publication(PartitionPublished published) {
        ProducedBy produced = published.produced();
        PartitionVersion version = published.version();
        return produced.attempt() == null
                ? Optional.empty()
                : context(
                        produced.trace(),
                        TraceIds.publication(
                                produced.attempt(),
                                published.dataset(),
                                published.partition(),
                                version == null ? null : version.fingerprint()));
    }

    private static Optional<String> context(@Nullable String trace, String span) {
        return Optional.ofNullable(trace).map(known -> TraceIds.traceparent(known, span, true));
    }
}
