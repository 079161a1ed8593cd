package io.freshet.planner.domain.deployment;

import io.freshet.contracts.id.DatasetRef;
import io.freshet.planner.domain.model.InputModel;
import io.freshet.planner.domain.model.TaskModel;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.state.Sweep;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new version of a workflow has in common with the one before.
 *
 * @param before null if there is none
 */
public record VersionChange(WorkflowModel next, @Nullable WorkflowModel before) {
    /** The task of the version before, if instances of it stay. */
    Optional<TaskModel> kept(String task) {
        Optional<TaskModel> old = before == null ? Optional.empty() : before.task(task);
        return old.filter(model -> next.task(task).filter(model::isShapedLike).isPresent());
    }

    /** The tasks of the version before of which nothing stays. */
    List<TaskModel> removed() {
        return before == null
                ? List.of()
                : before.tasks().values().stream()
                        .filter(old ->
                                next.task(old.name()).filter(old::isShapedLike).isEmpty())
                        .toList();
    }

    Set<DatasetRef> externalBefore() {
        return before == null ? Set.of() : before.external();
    }

    Set<DatasetRef> producedBefore() {
        return before == null ? Set.of() : before.produced();
    }

    List<InputModel> inputsBefore(TaskModel task) {
        return before == null
                ? List.of()
                : before.task(task.name()).map(TaskModel::inputs).orElse(List.of());
    }

    boolean noLongerKeepsDeleted(DatasetRef dataset) {
        return before != null && before.keepsDeleted(dataset) && !next.keepsDeleted(dataset);
    }

    /** Whether the edges of an input can stay: it joins as before, and what makes its dataset has stayed, too. */
    boolean isSame(InputModel was, InputModel input) {
        return was.name().equals(input.name())
                && was.joinsLike(input)
                && (input.producer() == null
                        || kept(input.producer())
                                .filter(this::isAllowedAsBefore)
                                .isPresent());
    }

    private boolean isAllowedAsBefore(TaskModel old) {
        return old.onFailure().allow()
                == next.requireTask(old.name()).onFailure().allow();
    }

    /** Why all instances of a task are to be looked at; empty if they need not be. */
    Optional<Sweep> sweep(TaskModel task, boolean rebuilt) {
        Optional<TaskModel> kept = kept(task.name());
        if (kept.filter(old -> !old.code().equals(task.code())).isPresent()) {
            return Optional.of(Sweep.CODE);
        }
        if (kept.filter(old -> !Objects.equals(old.spec().when(), task.spec().when()))
                .isPresent()) {
            return Optional.of(Sweep.CONDITION);
        }
        return rebuilt ? Optional.of(Sweep.INPUTS) : Optional.empty();
    }
}
