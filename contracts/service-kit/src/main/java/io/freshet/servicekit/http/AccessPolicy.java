package io.freshet.servicekit.http;

import io.freshet.contracts.api.Problem;
import io.freshet.contracts.error.ProblemCode;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request may come in. A page in somebody's browser can reach a service on loopback: by a name of its own that it lets
 * point there (DNS rebinding), which shows in {@code Host}, or directly, which shows in {@code Origin}. Programs are distinguished from
 * strangers by the token, if there is one. Immutable.
 */
final class AccessPolicy {
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "[0:0:0:0:0:0:0:1]");
    private static final String BEARER = "bearer ";
    private static final int LONGEST_AUTHORIZATION = 4_096;

    private final Set<String> hosts;
    private final Set<String> origins;
    private final byte @Nullable [] tokenDigest;

    /**
     * @param hosts names beside loopback, without port
     * @param origins of pages beside the service's own
     * @param token null: none is asked for
     */
    AccessPolicy(List<String> hosts, List<String> origins, @Nullable String token) {
        this.hosts = lowerCase(hosts);
        this.origins = lowerCase(origins);
        this.tokenDigest = token == null ? null : digest(token);
    }

    /**
     * Why the request is refused; empty if it is not. Each list has the values of all headers of that name.
     *
     * @param reached the address at which the request came in: whoever calls the service by it has asked no name server
     */
    Optional<Problem> check(InetAddress reached, List<String> host, List<String> origin, List<String> authorization) {
        if (host.size() != 1 || !isOurs(host.getFirst(), reached)) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.FOREIGN_HOST,
                            "The service does not go by the name in the header Host: use localhost, or add the name to freshet.http.hosts."));
        }
        if (origin.size() > 1 || !origin.stream().allMatch(page -> isOurs(page, host.getFirst()))) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.FOREIGN_ORIGIN,
                            "A web page of another origin may not call the service: add its origin to freshet.http.origins if it shall."));
        }
        if (tokenDigest != null && !isToken(authorization)) {
            return Optional.of(
                    Problem.of(
                            ProblemCode.TOKEN_MISSING,
                            "Send the token as 'Authorization: Bearer TOKEN'; that of a standalone is in endpoints.json of its data directory."));
        }
        return Optional.empty();
    }

    private boolean isOurs(String authority, InetAddress reached) {
        String host = withoutPort(authority.toLowerCase(Locale.ROOT));
        return LOOPBACK.contains(host)
                || isLoopbackAddress(host)
                || hosts.contains(host)
                || host.equals(literal(reached));
    }

    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }

    private boolean isOurs(String origin, String authority) {
        String page = origin.toLowerCase(Locale.ROOT);
        String own = authority.toLowerCase(Locale.ROOT);
        return page.equals("http://" + own) || page.equals("https://" + own) || origins.contains(page);
    }

    /** 127.0.0.0/8 in the usual notation, and in no other: what looks otherwise is refused. */
    private static boolean isLoopbackAddress(String host) {
        return host.matches("127(\\.(0|[1-9][0-9]{0,2})){3}");
    }

    private static String withoutPort(String authority) {
        return authority.replaceFirst(":[0-9]{0,5}$", "");
    }

    private boolean isToken(List<String> authorization) {
        if (authorization.size() != 1 || authorization.getFirst().length() > LONGEST_AUTHORIZATION) {
            return false;
        }
        String given = authorization.getFirst();
        return given.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(digest(given.substring(BEARER.length()).strip()), tokenDigest);
    }

    /** Digests have equal lengths, so that comparing takes the same time whatever the token is. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Set<String> lowerCase(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
