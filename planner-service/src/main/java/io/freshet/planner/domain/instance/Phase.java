package io.freshet.planner.domain.instance;

import io.freshet.contracts.event.InstanceState;
import org.jspecify.annotations.Nullable;

/** Where an instance stands, as far as its task's attempts are concerned. */
public sealed interface Phase {
    InstanceState state();

    /** What was accepted since the instance became unsettled. */
    Accepted accepted();

    /** The attempt that is waited for; null if none is in flight. */
    @Nullable
    Attempt attempt();

    /** Nothing more happens until something changes. */
    record Settled(InstanceState state) implements Phase {
        @Override
        public Accepted accepted() {
            return Accepted.NOTHING;
        }

        @Override
        public @Nullable Attempt attempt() {
            return null;
        }
    }

    /** It is still to be decided what becomes of it. */
    record Unsettled(Accepted accepted) implements Phase {
        @Override
        public InstanceState state() {
            return InstanceState.PENDING;
        }

        @Override
        public @Nullable Attempt attempt() {
            return null;
        }
    }

    /** An attempt is waited for. */
    record InFlight(Attempt attempt, Accepted accepted) implements Phase {
        @Override
        public InstanceState state() {
            return attempt.isRetry() ? InstanceState.RETRYING : InstanceState.READY;
        }
    }
}
