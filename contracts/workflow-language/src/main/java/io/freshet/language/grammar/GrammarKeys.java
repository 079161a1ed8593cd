package io.freshet.language.grammar;

import java.util.List;

/** The keys that a mapping of a file may have: what is read strictly, and what the reference documentation lists. */
public interface GrammarKeys {
    /** One key: what it takes, what holds without it, and what it means. */
    record Key(String name, String type, String otherwise, String meaning) {}

    /** All of them, in the order of the documentation. */
    List<Key> keys();

    default List<String> names() {
        return keys().stream().map(Key::name).toList();
    }
}
