package io.freshet.audit.kafka;

import io.freshet.audit.alert.LogHorizon;
import io.freshet.audit.history.LogPartition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes where the log ends, and when that was; once it is read up to there, it has been read until then. */
public final class ReadHorizon implements LogHorizon {
    private final IngestionLag lag;
    private final InstantSource clock;
    private Instant reached = Instant.EPOCH;
    private @Nullable Mark next;

    private record Mark(Instant at, Map<LogPartition, Long> ends) {}

    public ReadHorizon(IngestionLag lag, InstantSource clock) {
        this.lag = lag;
        this.clock = clock;
    }

    @Override
    public synchronized Instant readUntil() {
        Mark mark = next == null ? mark() : next;
        if (lag.lag(mark.ends()) == 0) {
            reached = mark.at();
            Mark now = mark();
            if (lag.lag(now.ends()) == 0) {
                reached = now.at();
            }
            next = now;
        } else {
            next = mark;
        }
        return reached;
    }

    /** The time first: what is written after it may be before the ends, and never the other way round. */
    private Mark mark() {
        Instant now = clock.instant();
        return new Mark(now, lag.endsOfState());
    }
}
