package io.freshet.audit.config;

import io.freshet.audit.delivery.AddressRule;
import io.freshet.audit.delivery.AlertSecrets;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How messages about alerts are sent.
 *
 * @param secrets the directory with the secrets that workflows name, in files {@code NAMESPACE.NAME}; null: there are none
 * @param localAddresses whether messages may be posted to loopback and link-local addresses
 */
@ConfigurationProperties("freshet.audit.alerts")
record AlertProperties(@Nullable Path secrets, boolean localAddresses) {
    AlertSecrets alertSecrets() {
        return new AlertSecrets(secrets);
    }

    AddressRule addresses() {
        return new AddressRule(localAddresses);
    }
}
