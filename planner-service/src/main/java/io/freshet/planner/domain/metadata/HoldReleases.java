package io.freshet.planner.domain.metadata;

import io.freshet.planner.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scopes of held instances that are being released in steps, in the order in which their release began, and how far each has come. */
public final class HoldReleases {
    static final String RELEASING = "releasing";
    private static final String CURSOR = "released-up-to|";
    private static final String BETWEEN = " ";

    private final Table<String> rows;

    HoldReleases(Table<String> rows) {
        this.rows = rows;
    }

    /**
     * The instances that are held in the scope may go. A release that is under way begins at the scope's first row again.
     *
     * @param scope without spaces
     */
    public void begin(String scope) {
        rows.delete(CURSOR + scope);
        List<String> scopes = new ArrayList<>(scopes());
        if (!scopes.contains(scope)) {
            scopes.add(scope);
            put(scopes);
        }
    }

    /** The scopes that are being released. */
    public List<String> scopes() {
        String scopes = rows.get(RELEASING);
        return scopes == null ? List.of() : List.of(scopes.split(BETWEEN, -1));
    }

    /** All of the scope has been released, or is to be held again. */
    public void end(String scope) {
        rows.delete(CURSOR + scope);
        List<String> scopes = new ArrayList<>(scopes());
        if (scopes.remove(scope)) {
            put(scopes);
        }
    }

    /** The last row of the scope that was released; null if none was. What is before it is deleted, and costly to scan over. */
    @Nullable
    public String cursor(String scope) {
        return rows.get(CURSOR + scope);
    }

    public void advance(String scope, String row) {
        rows.put(CURSOR + scope, row);
    }

    private void put(List<String> scopes) {
        if (scopes.isEmpty()) {
            rows.delete(RELEASING);
        } else {
            rows.put(RELEASING, String.join(BETWEEN, scopes));
        }
    }
}
