package io.freshet.language.grammar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mapping of a file with the keys that it may have: what is read strictly, and what the reference lists. Its keys are the constants beside
 * it, which add themselves while the class that has them is initialised; after that it does not change.
 */
public final class Section {
    private final String title;
    private final String extensionPrefix;
    private final Map<String, Key<?>> keys = new LinkedHashMap<>();

    /**
     * @param title what it is called in the reference
     */
    public Section(String title) {
        this(title, "");
    }

    /**
     * @param extensionPrefix of keys that are passed over; empty if none are
     */
    public Section(String title, String extensionPrefix) {
        this.title = title;
        this.extensionPrefix = extensionPrefix;
    }

    /** Begins a key. */
    public Key.Named key(String name) {
        return new Key.Named(this, name);
    }

    <T> Key<T> add(Key<T> key) {
        if (keys.put(key.name(), key) != null) {
            throw new IllegalStateException("%s has two keys '%s'".formatted(title, key.name()));
        }
        return key;
    }

    public String title() {
        return title;
    }

    /** All of them, in the order of the reference. */
    public List<Key<?>> keys() {
        return List.copyOf(keys.values());
    }

    public List<String> names() {
        return List.copyOf(keys.keySet());
    }

    boolean has(String name) {
        return keys.containsKey(name);
    }

    boolean isExtension(String name) {
        return !extensionPrefix.isEmpty() && name.startsWith(extensionPrefix);
    }
}
