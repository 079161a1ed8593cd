package io.freshet.audit.jdbc.write;

import io.freshet.contracts.event.TaskEvent.StateChanged;
import java.util.function.Function;

/** The columns of a decision about an instance, wherever one is kept. */
final class DecisionColumns {
    private DecisionColumns() {}

    /**
     * Adds them.
     *
     * @param prefix of the columns whose names an instance's row has more than once
     */
    static <R> UpsertTable.Builder<R> add(
            UpsertTable.Builder<R> table, String prefix, Function<R, StateChanged> decision) {
        return table.text(prefix + "state", row -> decision.apply(row).state())
                .text(prefix + "reason", row -> decision.apply(row).reason())
                .text(prefix + "sentence", row -> decision.apply(row).sentence())
                .text(prefix + "run", row -> decision.apply(row).run())
                .text(prefix + "attempt", row -> decision.apply(row).attempt())
                .column(
                        "related",
                        "json",
                        row -> PostgresText.jsonOrNull(decision.apply(row).related()))
                .column(
                        "missing",
                        "json",
                        row -> PostgresText.jsonOrNull(decision.apply(row).missing()))
                .text("action_key", row -> decision.apply(row).actionKey())
                .column(
                        "causes",
                        "json",
                        row -> PostgresText.jsonOrNull(decision.apply(row).causes()));
    }
}
