package io.freshet.scheduler.jdbc;

import io.freshet.contracts.api.ReplayRun;
import io.freshet.contracts.id.WorkflowRef;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A run that a replay asks for. */
@MappedEntity("replay_runs")
record ReplayRunRow(@Id String replay, @Id String run, String namespace, String workflow, String about) {
    static ReplayRunRow of(String replay, ReplayRun run) {
        return new ReplayRunRow(
                replay, run.run(), run.workflow().namespace(), run.workflow().workflow(), run.about());
    }

    ReplayRun toRun() {
        return new ReplayRun(run, new WorkflowRef(namespace, workflow), about);
    }
}
