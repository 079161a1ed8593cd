package io.freshet.scheduler.replay;

import io.freshet.contracts.api.ReplayOrder;
import io.freshet.contracts.event.Cause;
import io.freshet.contracts.id.DatasetRef;
import io.freshet.contracts.id.DerivedId;
import io.freshet.contracts.text.ShortText;
import java.time.Instant;
import java.util.Optional;

/** A replay that somebody asked for. What follows from its id is the same whenever a step of it is done again. */
public record Replay(String id, ReplayOrder order, String requestedBy, Instant requestedAt) {
    /** The bound on the characters of a cause's own description in that of its replay. */
    private static final int MOST_QUOTED = 500;

    /** The namespace whose datasets and workflows are meant instead of those of the records; empty: none. */
    Optional<String> into() {
        return Optional.ofNullable(order.into());
    }

    /** Of all that the replay says of a dataset. */
    Cause causeOf(DatasetRef dataset) {
        return new Cause(
                DerivedId.of("replay", id, dataset.toString()),
                Cause.Kind.REPLAY,
                requestedAt,
                "%s of %s".formatted(description(), dataset));
    }

    /**
     * Of a request that is made again.
     *
     * @param content what is asked for, so that the same is asked for once
     */
    Cause causeOf(Cause original, String content) {
        String quoted = original.description();
        return new Cause(
                DerivedId.of("replay", id, content),
                Cause.Kind.REPLAY,
                requestedAt,
                "%s: %s".formatted(description(), quoted.substring(0, Math.min(MOST_QUOTED, quoted.length()))),
                original.firing());
    }

    /** Of a request that triggers make of events that are heard again: its id stays, so that the run is asked for once whoever does. */
    public Cause causeOf(Cause asked) {
        return new Cause(
                asked.id(),
                Cause.Kind.REPLAY,
                requestedAt,
                "%s: %s".formatted(description(), ShortText.of(asked.description(), MOST_QUOTED)));
    }

    private String description() {
        String reason = order.reason();
        return "replay %s of %s, requested by %s%s"
                .formatted(id, order.topic(), requestedBy, reason == null || reason.isBlank() ? "" : ", " + reason);
    }
}
