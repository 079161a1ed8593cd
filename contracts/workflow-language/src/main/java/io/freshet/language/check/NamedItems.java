package io.freshet.language.check;

import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What items of a list have in common that go on in the next version under their names.
 *
 * @param list its path
 * @param kind what people call several of them
 * @param most how many there may be
 */
record NamedItems(String list, String kind, int most) {
    /**
     * Checks the list.
     *
     * @param each checks one item, at its path
     */
    <T> void check(List<T> items, Function<T, String> name, SpecErrors errors, BiConsumer<T, String> each) {
        if (errors.isBroken(list)) {
            // Of what was not read there is none here, and positions are not those of the file.
            return;
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            T item = items.get(i);
            String path = "%s[%d]".formatted(list, i);
            if (!names.add(name.apply(item))) {
                errors.at(
                        path,
                        SpecErrorCode.DUPLICATE_NAME,
                        "two %s are called '%s'".formatted(kind, name.apply(item)),
                        "give each a name of its own: name");
            }
            each.accept(item, path);
        }
        if (items.size() > most) {
            errors.at(
                    list,
                    SpecErrorCode.TOO_LARGE,
                    "there are %,d %s, and at most %,d may be".formatted(items.size(), kind, most),
                    "split the workflow");
        }
    }
}
