package io.freshet.language.check;

import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What triggers of one kind have in common: names of their own, and a bound on how many there are.
 *
 * @param key of the kind in the specification
 * @param kind what people call several of them
 * @param most how many there may be
 */
record NamedTriggers<T extends TriggerSpec>(Class<T> type, Function<T, String> key, String kind, int most) {
    /**
     * Checks the triggers of this kind.
     *
     * @param each checks one of them, at its path
     */
    void check(WorkflowSpec spec, SpecErrors errors, Function<T, String> name, BiConsumer<T, String> each) {
        List<NamedItems.Item<T>> ofThisKind = new ArrayList<>();
        for (int i = 0; i < spec.triggers().size(); i++) {
            if (type.isInstance(spec.triggers().get(i))) {
                T trigger = type.cast(spec.triggers().get(i));
                ofThisKind.add(new NamedItems.Item<>(trigger, "spec.triggers[%d].%s".formatted(i, key.apply(trigger))));
            }
        }
        new NamedItems("spec.triggers", kind, most).checkPlaced(ofThisKind, name, errors, each);
    }
}
