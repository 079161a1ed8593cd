package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;

/** At least as much as any evaluation of an instance that was forgotten, so that none which comes into being has it again. */
public final class EvaluationFloor {
    private static final String FLOOR = "evaluation-floor";

    private final Table<String> rows;

    EvaluationFloor(Table<String> rows) {
        this.rows = rows;
    }

    /** The floor; 0 if no instance was forgotten. */
    public long get() {
        String floor = rows.get(FLOOR);
        return floor == null ? 0 : Long.parseLong(floor);
    }

    /** No instance that comes into being is to have this evaluation or an earlier one. */
    public void raise(long evaluation) {
        if (evaluation > get()) {
            rows.put(FLOOR, Long.toString(evaluation));
        }
    }
}
