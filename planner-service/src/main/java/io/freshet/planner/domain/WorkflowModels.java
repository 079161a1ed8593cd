package io.freshet.planner.domain;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.planner.domain.model.UnplannableException;
import io.freshet.planner.domain.model.WorkflowModel;
import io.freshet.planner.domain.state.Tables;
import io.freshet.planner.domain.table.Table;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The deployed workflows: their definitions in the table, and what was worked out from them. */
final class WorkflowModels {
    private final Table<WorkflowDefinition> definitions;
    private final Map<WorkflowRef, WorkflowModel> models = new HashMap<>();

    WorkflowModels(Tables tables) {
        this.definitions = tables.definitions();
    }

    /**
     * @throws UnplannableException if the definition cannot be planned
     */
    static WorkflowModel plannable(WorkflowDefinition definition) {
        try {
            return WorkflowModel.of(definition);
        } catch (IllegalArgumentException e) {
            throw new UnplannableException(e);
        }
    }

    /** The deployed version of a workflow; null if there is none. */
    @Nullable
    WorkflowModel get(WorkflowRef workflow) {
        WorkflowModel model = models.get(workflow);
        if (model == null) {
            WorkflowDefinition definition = definitions.get(workflow.toString());
            if (definition == null) {
                return null;
            }
            model = WorkflowModel.of(definition);
            models.put(workflow, model);
        }
        return model;
    }

    /** It takes the place of the one before. */
    void put(WorkflowModel model) {
        definitions.put(model.ref().toString(), model.definition());
        models.put(model.ref(), model);
    }

    /** What the table says of the workflow may be another than before. */
    void forget(WorkflowRef workflow) {
        models.remove(workflow);
    }

    void remove(WorkflowRef workflow) {
        definitions.delete(workflow.toString());
        models.remove(workflow);
    }
}
