package io.freshet.planner.domain.instance;

import java.util.Map;

/**
 * What the last accepted attempt of an instance reported.
 *
 * @param values JSON texts by name
 */
public record Results(Map<String, String> values) {
    public static final Results NONE = new Results(Map.of());

    public Results {
        values = Map.copyOf(values);
    }
}
