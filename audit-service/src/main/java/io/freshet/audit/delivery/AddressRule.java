package io.freshet.audit.delivery;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses messages may be posted to: HTTP and HTTPS, and nothing on this machine or link unless that is allowed. Thread-safe.
 *
 * @param localAllowed whether loopback and link-local addresses may be, too
 */
public record AddressRule(boolean localAllowed) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /** Why an address may not be posted to; empty if it may. The reason does not name it: an address of a webhook is a secret. */
    Optional<String> objection(URI address) {
        if (address.getScheme() == null || !SCHEMES.contains(address.getScheme()) || address.getHost() == null) {
            return Optional.of("the address is not of the form https://host/path");
        }
        try {
            for (InetAddress each : InetAddress.getAllByName(address.getHost())) {
                if (!localAllowed && isLocal(each)) {
                    return Optional.of(
                            "the host '%s' is on this machine or link, which freshet.audit.alerts.local-addresses forbids"
                                    .formatted(address.getHost()));
                }
            }
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("the host '%s' is not known".formatted(address.getHost()));
        }
    }

    private static boolean isLocal(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress();
    }
}
