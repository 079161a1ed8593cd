package io.freshet.servicekit.secret;

import io.freshet.contracts.id.Names;
import io.freshet.servicekit.failure.UnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a service is given: files {@code NAMESPACE.NAME} in one directory, such as a mounted Secret of Kubernetes has them. A workflow
 * names a secret of its own namespace, and never has its value. A file has one value, or one in each line while a secret is being replaced, the
 * newest first. It is read at each use, so that what is replaced counts at once. Thread-safe.
 */
public final class SecretFiles {
    /** The bound on the bytes of a file. */
    public static final int MAX_BYTES = 16 * 1024;

    private final @Nullable Path directory;

    /**
     * @param directory null: there are no secrets
     */
    public SecretFiles(@Nullable Path directory) {
        this.directory = directory;
    }

    /** What looking for a secret gives. */
    public sealed interface Secret {}

    /**
     * It is there.
     *
     * @param values at least one, the newest first
     */
    public record Known(List<String> values) implements Secret {
        public Known {
            values = List.copyOf(values);
        }

        /** The newest value. */
        public String value() {
            return values.getFirst();
        }

        /** Says nothing of what it is. */
        @Override
        public String toString() {
            return "a secret";
        }
    }

    /**
     * It is not there, or is none.
     *
     * @param problem what to do, for who runs the service; without the secret
     */
    public record Missing(String problem) implements Secret {}

    /**
     * Looks for a secret.
     *
     * @throws UnavailableException if the file is there and cannot be read
     * @throws IllegalArgumentException if one is no name
     */
    public Secret find(String namespace, String name) {
        String file = Names.require("namespace", namespace) + "." + Names.require("secret", name);
        if (directory == null) {
            return new Missing(
                    "the service has no secrets: set freshet.secrets.directory, and put the secret there as the file "
                            + file);
        }
        try (InputStream stream = Files.newInputStream(directory.resolve(file))) {
            byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
            List<String> values = new String(bytes, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return values.isEmpty() || bytes.length > MAX_BYTES
                    ? new Missing("the file %s of freshet.secrets.directory is empty, or has more than %,d bytes"
                            .formatted(file, MAX_BYTES))
                    : new Known(values);
        } catch (NoSuchFileException e) {
            return new Missing("there is no secret '%s': add the file".formatted(file));
        } catch (IOException e) {
            throw new UnavailableException("the secret %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
