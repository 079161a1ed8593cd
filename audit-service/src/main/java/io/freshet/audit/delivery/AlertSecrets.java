package io.freshet.audit.delivery;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Secrets that workflows name: files {@code NAMESPACE.NAME} of a directory, so that no namespace has another one's, each with lines such as
 * {@code url=https://...}. They are read whenever they are needed: a new file holds at once. Thread-safe.
 *
 * @param directory null: there are none
 */
public record AlertSecrets(@Nullable Path directory) {
    private static final long MAX_BYTES = 16 * 1024;

    /** A secret's entry, or why there is none. */
    public sealed interface Entry {
        record Value(String text) implements Entry {}

        /** The reason names the file, and nothing that is in it. */
        record Missing(String reason) implements Entry {}
    }

    /** An entry of a secret of a namespace. Both names follow the rule for names, and so have no path in them. */
    public Entry entry(String namespace, String secret, String key) {
        Path root = directory;
        if (root == null) {
            return new Entry.Missing("the service is given no secrets: set freshet.audit.alerts.secrets");
        }
        String name = namespace + "." + secret;
        try {
            Path file = root.resolve(name);
            if (!Files.isRegularFile(file)) {
                return new Entry.Missing("there is no secret '%s': add the file".formatted(name));
            }
            if (Files.size(file) > MAX_BYTES) {
                return new Entry.Missing("secret '%s' has more than %,d bytes".formatted(name, MAX_BYTES));
            }
            Properties entries = new Properties();
            entries.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
            return Optional.ofNullable(entries.getProperty(key))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .<Entry>map(Entry.Value::new)
                    .orElseGet(() -> new Entry.Missing("secret '%s' has no line %s=...".formatted(name, key)));
        } catch (IOException | IllegalArgumentException e) {
            return new Entry.Missing("secret '%s' cannot be read: %s"
                    .formatted(name, e.getClass().getSimpleName()));
        }
    }
}
