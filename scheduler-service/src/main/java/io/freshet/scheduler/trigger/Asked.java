package io.freshet.scheduler.trigger;

import io.freshet.contracts.id.DerivedId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an event asks a trigger's workflow for, beside what the trigger always asks for. Events of which it is equal may share a run.
 *
 * @param where by dimension
 * @param params by name
 */
public record Asked(Map<String, String> where, Map<String, String> params) {
    public Asked {
        where = Collections.unmodifiableMap(new TreeMap<>(where));
        params = Collections.unmodifiableMap(new TreeMap<>(params));
    }

    /** Equal for what is equal: 24 hexadecimal digits. */
    public String key() {
        List<String> parts = new ArrayList<>(List.of("asked", Integer.toString(where.size())));
        where.forEach((name, value) -> parts.addAll(List.of(name, value)));
        params.forEach((name, value) -> parts.addAll(List.of(name, value)));
        return DerivedId.of(parts.toArray(String[]::new));
    }
}
