package io.freshet.language.check;

import io.freshet.contracts.spec.TriggerSpec;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.HashSet;
import java.util.Set;
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
        if (errors.isBroken("spec.triggers")) {
            // Of what was not read there is none here, and positions are not those of the file.
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < spec.triggers().size(); i++) {
            if (type.isInstance(spec.triggers().get(i))) {
                T trigger = type.cast(spec.triggers().get(i));
                String path = "spec.triggers[%d].%s".formatted(i, key.apply(trigger));
                if (!names.add(name.apply(trigger))) {
                    errors.at(
                            path,
                            SpecErrorCode.DUPLICATE_NAME,
                            "two %s are called '%s'".formatted(kind, name.apply(trigger)),
                            "give each a name of its own: name");
                }
                each.accept(trigger, path);
            }
        }
        if (names.size() > most) {
            errors.at(
                    "spec.triggers",
                    SpecErrorCode.TOO_LARGE,
                    "there are %,d %s, and at most %,d may be".formatted(names.size(), kind, most),
                    "split the workflow");
        }
    }
}
