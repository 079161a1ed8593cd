package io.freshet.audit.config;

import io.freshet.audit.delivery.AddressRule;
import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How messages about alerts are sent.
 *
 * @param localAddresses whether messages may be posted to loopback and link-local addresses
 */
@ConfigurationProperties("freshet.audit.alerts")
record AlertProperties(boolean localAddresses) {
    AddressRule addresses() {
        return new AddressRule(localAddresses);
    }
}
