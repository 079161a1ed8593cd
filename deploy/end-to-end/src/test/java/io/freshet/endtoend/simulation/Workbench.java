package io.freshet.endtoend.simulation;

import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.event.Outcome;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.launcher.dataplane.ActionResult;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.DataPlane;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.launcher.dataplane.StageResult;
import io.freshet.launcher.dataplane.ViewResult;
import io.freshet.launcher.domain.Occurrence;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a launcher does with files and processes for one attempt. */
final class Workbench {
    private final DataPlane dataPlane;
    private final SimulatedExecutor executor;
    private final StorageRoot root;

    Workbench(DataPlane dataPlane, SimulatedExecutor executor, StorageRoot root) {
        this.dataPlane = dataPlane;
        this.executor = executor;
        this.root = root;
    }

    void begin(LaunchAttempt launch, Consumer<Occurrence> told) {
        try {
            Optional<ActionResult> known = dataPlane.lookUp(launch.work());
            if (known.isPresent()) {
                told.accept(new Occurrence.Answered(
                        succeeded(known.get(), known.get().attempt())));
                return;
            }
            switch (dataPlane.prepare(launch.attempt(), launch.work(), Owner.OURSELVES)) {
                case ViewResult.Ready(AttemptView view) -> executor.start(launch, view, told);
                case ViewResult.InputChanged(String message) ->
                    told.accept(new Occurrence.Refused(FailureKind.INPUT_CHANGED, message, null));
                case ViewResult.Damaged(String message) -> throw new AssertionError(message);
                case ViewResult.ListMissing(String message) -> throw new AssertionError(message);
                case ViewResult.InputDamaged damaged -> throw new AssertionError(damaged.message());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Occurrence stage(LaunchAttempt launch) {
        AttemptView view = new AttemptView(root.attempt(launch.attempt()), Map.of());
        try {
            return switch (dataPlane.stage(launch.attempt(), launch.work(), view)) {
                case StageResult.Staged(ActionResult result) -> new Occurrence.Staged(succeeded(result, null));
                case StageResult.Rejected(String message) -> new Occurrence.Rejected(FailureKind.CHECK, message);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void discard(String attempt) {
        try {
            dataPlane.discard(attempt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome.Succeeded succeeded(ActionResult result, String cachedFrom) {
        return new Outcome.Succeeded(result.outputs(), result.results(), cachedFrom);
    }
}
