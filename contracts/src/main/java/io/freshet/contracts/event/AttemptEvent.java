package io.freshet.contracts.event;

import io.freshet.contracts.id.InstanceRef;
import java.util.Optional;

/** An event about one attempt of an instance, on its way from the planner through admission and launcher and back. */
public sealed interface AttemptEvent extends Event permits AttemptOrder, AttemptReport, LaunchCommand, ReadyCommand {
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
