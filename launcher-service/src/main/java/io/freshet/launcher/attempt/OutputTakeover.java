package io.freshet.launcher.attempt;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.dataplane.ActionResult;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.dataplane.StageResult;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.servicekit.disk.OutOfSpaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what an attempt that ended well has written. Thread-safe. */
final class OutputTakeover {
    private static final Logger LOG = LoggerFactory.getLogger(OutputTakeover.class);

    private final LauncherContext around;

    OutputTakeover(LauncherContext around) {
        this.around = around;
    }

    /** What became of its outputs. Blocks for as long as copying them takes. */
    Occurrence stage(LaunchAttempt launch) {
        if (!around.executor().usesFiles()) {
            return new Occurrence.Staged(new Outcome.Succeeded(List.of(), Map.of(), null));
        }
        try {
            StageResult staged =
                    around.dataPlane().stage(launch.attempt(), launch.work(), around.view(launch), writer(launch));
            return switch (staged) {
                case StageResult.Staged(ActionResult result) -> {
                    around.published().verify(result.outputs());
                    yield new Occurrence.Staged(succeeded(result, null));
                }
                case StageResult.Rejected(String message) -> new Occurrence.Rejected(FailureKind.CHECK, message);
            };
        } catch (IOException | UncheckedIOException e) {
            return new Occurrence.Rejected(
                    FailureKind.STORAGE, "its outputs could not be stored on the storage root: " + reason(e));
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("attempt", launch.attempt()).setCause(e).log("Outputs cannot be stored");
            return new Occurrence.Rejected(FailureKind.INVALID, "its outputs cannot be stored: " + e);
        }
    }

    /**
     * As whom an attempt wrote. A pod sees nothing but its own directories, so that nobody else's file can be among what it leaves there,
     * and the volume may name other owners than it.
     */
    private Owner writer(LaunchAttempt launch) {
        return around.executor().isTiedToMachine()
                        && around.executor().identity(launch) instanceof IdentityAnswer.Granted(Owner owner)
                ? owner
                : Owner.OURSELVES;
    }

    static Outcome.Succeeded succeeded(ActionResult result, @Nullable String cachedFrom) {
        return new Outcome.Succeeded(result.outputs(), result.results(), cachedFrom);
    }

    /** What a failure says to people; what is ours is a sentence, what is the system's needs the kind of exception to be understood. */
    static String reason(Exception failure) {
        return failure instanceof OutOfSpaceException full ? String.valueOf(full.getMessage()) : failure.toString();
    }
}
