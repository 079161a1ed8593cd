package io.freshet.language.check;

import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What items of a list have in common that go on in the next version under their names.
 *
 * @param list its path
 * @param kind what people call several of them
 * @param most how many there may be
 */
record NamedItems(String list, String kind, int most) {
    /**
     * One of them.
     *
     * @param path where it is
     */
    record Item<T>(T value, String path) {}

    /**
     * Checks the list.
     *
     * @param each checks one item, at its path
     */
    <T> void check(List<T> items, Function<T, String> name, SpecErrors errors, BiConsumer<T, String> each) {
        List<Item<T>> placed = IntStream.range(0, items.size())
                .mapToObj(i -> new Item<>(items.get(i), "%s[%d]".formatted(list, i)))
                .toList();
        checkPlaced(placed, name, errors, each);
    }

    /** As {@link #check}, where items have paths of their own. */
    <T> void checkPlaced(List<Item<T>> items, Function<T, String> name, SpecErrors errors, BiConsumer<T, String> each) {
        if (errors.isBroken(list)) {
            // Of what was not read there is none here, and positions are not those of the file.
            return;
        }
        Set<String> names = new HashSet<>();
        for (Item<T> item : items) {
            if (!names.add(name.apply(item.value()))) {
                errors.at(
                        item.path(),
                        SpecErrorCode.DUPLICATE_NAME,
                        "two %s are called '%s'".formatted(kind, name.apply(item.value())),
                        "give each a name of its own: name");
            }
            each.accept(item.value(), item.path());
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
