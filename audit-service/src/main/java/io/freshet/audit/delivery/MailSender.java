package io.freshet.audit.delivery;

import io.freshet.contracts.spec.AlertSpec;
import io.freshet.contracts.text.ShortText;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends mail by SMTP. Thread-safe. */
public final class MailSender {
    private static final String TIMEOUT_MILLIS = "10000";
    private static final String SCHEME = "smtp";

    private final Server server;

    /**
     * A server that takes mail.
     *
     * @param host null: there is none
     * @param from the address that mail comes from
     * @param user null: it takes mail from anybody
     * @param startTls whether only an encrypted connection will do
     * @param domains of addresses that mail may go to; none: no address
     */
    public record Server(
            @Nullable String host,
            int port,
            String from,
            @Nullable String user,
            @Nullable String password,
            boolean startTls,
            List<String> domains) {
        public Server {
            domains = domains.stream()
                    .map(domain -> domain.toLowerCase(Locale.ROOT))
                    .toList();
        }

        /** With no password, which no log may have. */
        @Override
        public String toString() {
            return "Server[%s:%d from %s]".formatted(host, port, from);
        }
    }

    public MailSender(Server server) {
        this.server = server;
    }

    SendOutcome send(Delivery delivery, AlertSpec.Email email) {
        if (server.host() == null) {
            return new SendOutcome.Failed(
                    "the service is given no server for mail: set freshet.audit.alerts.mail.host");
        }
        Optional<String> refused =
                email.to().stream().filter(address -> !isAllowed(address)).findFirst();
        if (refused.isPresent()) {
            return new SendOutcome.Failed(
                    "mail may not go to '%s': freshet.audit.alerts.mail.domains does not have its domain"
                            .formatted(refused.get()));
        }
        try {
            Session session = Session.getInstance(properties());
            Message message = message(session, delivery, email);
            try (Transport transport = session.getTransport(SCHEME)) {
                transport.connect(server.host(), server.port(), server.user(), server.password());
                transport.sendMessage(message, message.getAllRecipients());
            }
            return new SendOutcome.Delivered("the server has taken it");
        } catch (MessagingException e) {
            return new SendOutcome.Failed(ShortText.of(
                    "the server has not taken it: %s"
                            .formatted(Optional.ofNullable(e.getMessage()).orElse("no reason")),
                    SendOutcome.MAX_ANSWER));
        }
    }

    private boolean isAllowed(String address) {
        String domain = address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
        return server.domains().contains(domain);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
        properties.setProperty("mail.smtp.auth", Boolean.toString(server.user() != null));
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(server.startTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    private Message message(Session session, Delivery delivery, AlertSpec.Email email) throws MessagingException {
        MimeMessage message = new IdentifiedMessage(session, "<%s@freshet>".formatted(delivery.id()));
        message.setFrom(new InternetAddress(server.from()));
        for (String address : email.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(address));
        }
        message.setSubject(delivery.title().replaceAll("\\R", " "), StandardCharsets.UTF_8.name());
        message.setText(delivery.body(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(delivery.at()));
        // As RFC 3834 has it, so that nobody's absence is answered.
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** Has the same id with each attempt, where the library would draw one. */
    private static final class IdentifiedMessage extends MimeMessage {
        private final String id;

        IdentifiedMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
