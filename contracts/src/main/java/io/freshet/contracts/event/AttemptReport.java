package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.util.Optional;

/** What a launcher reports when an attempt has ended. Topic {@code task-finished}, key {@code namespace/workflow}. */
public sealed interface AttemptReport extends Event permits AttemptFinished, OutputsListed {
    InstanceRef instance();

    String attempt();

    String run();

    @Override
    default String subject() {
        return instance().toString();
    }

    @Override
    default Optional<String> correlation() {
        return Optional.of(run());
    }
}
