package io.freshet.launcher.attempt;

import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.domain.LifeCycle;
import java.time.InstantSource;

/** What the attempts of a launcher share. */
public record AttemptSurroundings(
        LifeCycle lifeCycle,
        AttemptRecords records,
        DataPlane dataPlane,
        PublishedOutputs published,
        Executor executor,
        Reports reports,
        AttemptFigures figures,
        InstantSource clock,
        CrashPoints crashPoints) {}
