package io.freshet.contracts.api;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.InstanceState;
import io.freshet.contracts.event.Reason;
import io.freshet.contracts.id.InstanceRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One recorded decision about an instance, see {@link io.freshet.contracts.event.TaskEvent.StateChanged}. */
public record DecisionInfo(
        InstanceRef instance,
        InstanceState state,
        Reason reason,
        String sentence,
        @Nullable String run,
        @Nullable String attempt,
        List<InstanceRef> related,
        List<String> missing,
        @Nullable Fingerprint actionKey,
        List<String> causes,
        Instant at) {
    public DecisionInfo {
        related = List.copyOf(related);
        missing = List.copyOf(missing);
        causes = List.copyOf(causes);
    }
}
