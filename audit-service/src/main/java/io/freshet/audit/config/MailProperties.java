package io.freshet.audit.config;

import io.freshet.audit.delivery.MailSender;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server for mail.
 *
 * @param host null: there is none, and mail is not sent
 * @param from the address that mail comes from
 * @param user null: the server takes mail from anybody
 * @param passwordFile a file with the user's password
 * @param startTls whether only an encrypted connection will do
 * @param domains of addresses that mail may go to
 */
@ConfigurationProperties("freshet.audit.alerts.mail")
record MailProperties(
        @Nullable String host,
        int port,
        String from,
        @Nullable String user,
        @Nullable Path passwordFile,
        boolean startTls,
        @Bindable(defaultValue = "") List<String> domains) {
    MailSender.Server server() {
        return new MailSender.Server(
                host,
                port,
                from,
                user,
                passwordFile == null ? null : read(passwordFile),
                startTls,
                domains.stream().filter(domain -> !domain.isBlank()).toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "freshet.audit.alerts.mail.password-file: %s cannot be read".formatted(file), e);
        }
    }
}
