package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.domain.AttemptLifecycle;
import java.time.InstantSource;

/** What the attempts of a launcher share. */
public record LauncherContext(
        AttemptLifecycle lifeCycle,
        AttemptRecords records,
        DataPlane dataPlane,
        PublishedOutputs published,
        Executor executor,
        Reports reports,
        AttemptMetrics metrics,
        InstantSource clock,
        CrashPoints crashPoints) {
    /** Where an attempt finds and leaves its files. */
    AttemptView view(LaunchAttempt launch) {
        return dataPlane.view(launch.attempt(), launch.work(), executor.isTiedToMachine());
    }
}
