package io.freshet.planner.domain.state;

import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.OutputsListed;
import io.freshet.planner.domain.instance.InstanceId;
import io.freshet.planner.domain.metadata.Counter;
import io.freshet.planner.domain.table.Keys;
import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What attempts have written, as far as it is listed before their ends are reported. Of an instance there are those of one attempt, which
 * are forgotten when an attempt of it ends or the instance goes. Keeping a part again changes nothing.
 */
public final class OutputParts {
    private static final int DIGITS = 6;

    private final Table<OutputsListed> rows;
    private final Counter count;

    /**
     * @param count of the rows: mostly there are none, and then nothing is looked up
     */
    OutputParts(Table<OutputsListed> rows, Counter count) {
        this.rows = rows;
        this.count = count;
    }

    public void keep(OutputsListed part) {
        InstanceId id = InstanceId.of(part.instance());
        String ofAttempt = Keys.prefix(id.key(), part.attempt());
        if (part.part() == 0) {
            forget(id);
        }
        String row = ofAttempt + numbered(part.part());
        if (rows.get(row) == null) {
            rows.put(row, part);
            count.add(1);
        }
    }

    /** All outputs that the parts of an attempt list; empty if one of the parts is missing. */
    public Optional<List<OutputPartition>> of(InstanceId id, String attempt, int parts) {
        List<OutputPartition> outputs = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            OutputsListed listed = rows.get(Keys.prefix(id.key(), attempt) + numbered(part));
            if (listed == null) {
                return Optional.empty();
            }
            outputs.addAll(listed.outputs());
        }
        return Optional.of(outputs);
    }

    public void forget(InstanceId id) {
        if (count.get() == 0) {
            return;
        }
        List<String> known = rows.keys(Keys.prefix(id.key()));
        if (!known.isEmpty()) {
            known.forEach(rows::delete);
            count.add(-known.size());
        }
    }

    private static String numbered(int part) {
        return ("%0" + DIGITS + "d").formatted(part);
    }
}
