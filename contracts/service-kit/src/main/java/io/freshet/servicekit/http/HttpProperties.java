package io.freshet.servicekit.http;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the service.
 *
 * @param hosts names by which it may be called beside {@code localhost} and the loopback addresses, without port: those that a proxy
 *     or the cluster's DNS has for it
 * @param origins of web pages that may call it beside its own, such as {@code https://freshet.example.org}
 * @param token that every request must bring as {@code Authorization: Bearer}, but for health; at least 16 characters. None: it is not
 *     asked for one
 * @param tokenFile a file with the token, instead of the token itself
 */
@ConfigurationProperties("freshet.http")
record HttpProperties(
        @Bindable(defaultValue = "") List<String> hosts,
        @Bindable(defaultValue = "") List<String> origins,
        @Nullable String token,
        @Nullable Path tokenFile) {
    private static final int SHORTEST_TOKEN = 16;

    AccessPolicy policy() {
        String secret = token == null && tokenFile != null ? read(tokenFile) : token;
        if (secret != null && secret.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException(
                    "freshet.http.token must have at least %d characters".formatted(SHORTEST_TOKEN));
        }
        return new AccessPolicy(present(hosts), present(origins), secret);
    }

    private static List<String> present(List<String> texts) {
        return texts.stream().filter(text -> !text.isBlank()).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("freshet.http.token-file: %s cannot be read".formatted(file), e);
        }
    }
}
