package io.freshet.planner.domain;

import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A workflow of a {@link RebuildStory}: its specification now and before. */
final class StoryWorkflow {
    final WorkflowRef ref;
    final List<Draft> earlier = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    Draft draft = new Draft();
    private int version;
    private @Nullable WorkflowDefinition deployed;

    StoryWorkflow(String name) {
        ref = new WorkflowRef("prod", name);
    }

    /** The next version, which is the deployed one from now on. */
    WorkflowDefinition next(Draft next) {
        version++;
        draft = next;
        earlier.add(next.copy());
        deployed = next.build(ref, version);
        return deployed;
    }

    /** What is deployed; null if nothing is. */
    @Nullable
    WorkflowDefinition deployed() {
        return deployed;
    }

    void removed() {
        deployed = null;
    }

    /** The latest version, whether or not it is deployed. */
    int version() {
        return version;
    }
}
