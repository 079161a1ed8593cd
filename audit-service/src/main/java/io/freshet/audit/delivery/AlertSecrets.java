package io.freshet.audit.delivery;

import io.freshet.servicekit.failure.UnavailableException;
import io.freshet.servicekit.secret.SecretFiles;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Secrets that workflows name for their alerts, each with lines such as {@code url=https://...}. Thread-safe.
 *
 * @param files which are read whenever they are needed
 */
public record AlertSecrets(SecretFiles files) {
    /** A secret's entry, or why there is none. */
    public sealed interface Entry {
        record Value(String text) implements Entry {}

        /** The reason names the file, and nothing that is in it. */
        record Missing(String reason) implements Entry {}
    }

    /** An entry of a secret of a namespace. Both names follow the rule for names. */
    public Entry entry(String namespace, String secret, String key) {
        try {
            return switch (files.find(namespace, secret)) {
                case SecretFiles.Missing(String problem) -> new Entry.Missing(problem);
                case SecretFiles.Known(List<String> lines) ->
                    value(lines, key)
                            .<Entry>map(Entry.Value::new)
                            .orElseGet(() -> new Entry.Missing(
                                    "secret '%s.%s' has no line %s=...".formatted(namespace, secret, key)));
            };
        } catch (UnavailableException | IOException | IllegalArgumentException e) {
            return new Entry.Missing("secret '%s.%s' cannot be read: %s"
                    .formatted(namespace, secret, e.getClass().getSimpleName()));
        }
    }

    private static Optional<String> value(List<String> lines, String key) throws IOException {
        Properties entries = new Properties();
        entries.load(new StringReader(String.join("\n", lines)));
        return Optional.ofNullable(entries.getProperty(key)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
