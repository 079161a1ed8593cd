package io.freshet.contracts.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unmodifiable copies that keep the author's order, which {@link Map#copyOf} does not. */
final class OrderedCopies {
    private OrderedCopies() {}

    static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
